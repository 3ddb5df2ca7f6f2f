//! Images, groups, targets and other items of a board.

use pyzig_model::{Model, ModelEnum};

use super::{Size, Wh, Xy, Xyr};

/// Shape of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_target_shape")]
pub enum TargetShape {
    /// A cross.
    Plus,
    /// A diagonal cross.
    X,
}

/// Kind of a barcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_barcode_type")]
pub enum BarcodeType {
    /// Code 39.
    Code39,
    /// Code 128.
    Code128,
    /// Data matrix.
    #[value("datamatrix", alias = "data_matrix")]
    Datamatrix,
    /// QR code.
    #[value("qr", alias = "qrcode")]
    Qr,
    /// Micro QR code.
    #[value("microqr", alias = "micro_qr")]
    Microqr,
}

/// How much damage a QR code survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_barcode_ecc_level")]
pub enum BarcodeEccLevel {
    /// 7 %.
    #[value("L", alias = "l")]
    L,
    /// 15 %.
    #[value("M", alias = "m")]
    M,
    /// 25 %.
    #[value("Q", alias = "q")]
    Q,
    /// 30 %.
    #[value("H", alias = "h")]
    H,
}

/// A reference image.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "image")]
pub struct Image {
    /// Its centre.
    #[field(absent = "0 0", order = 10)]
    pub at: Xy,
    /// Layer it is drawn on.
    #[field(absent = "F.Cu", order = 20)]
    pub layer: String,
    /// Factor of its size.
    #[field(default = "1", silent, order = 30)]
    pub scale: f64,
    /// PNG image in base 64, in pieces.
    #[field(order = 50)]
    pub data: Vec<String>,
    /// Identity.
    #[field(order = 60)]
    pub uuid: Option<String>,
    /// Whether it is protected from changes.
    #[field(order = 40)]
    pub locked: Option<bool>,
}

/// A group of items.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "group")]
pub struct Group {
    /// Its name.
    #[field(positional)]
    pub name: Option<String>,
    /// Identity. KiCad 6 and 7 called it `id`.
    #[field(alias = "id", order = 10)]
    pub uuid: Option<String>,
    /// Whether it is protected from changes.
    #[field(ahead, order = 20)]
    pub locked: Option<bool>,
    /// Identities of its items.
    #[field(order = 40)]
    pub members: Vec<String>,
    /// Design block that it came from (KiCad 10).
    #[field(order = 30)]
    pub lib_id: Option<String>,
}

/// A mark that is drawn on all layers.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "target")]
pub struct Target {
    /// Its centre.
    #[field(absent = "0 0")]
    pub at: Xy,
    /// Size.
    #[field(absent = "5")]
    pub size: Size,
    /// Width of its lines in millimetres.
    pub width: Option<f64>,
    /// Layer it is drawn on.
    pub layer: String,
    /// Identity.
    #[field(alias = "tstamp")]
    pub uuid: Option<String>,
    /// Its shape.
    #[field(positional)]
    pub shape: Option<TargetShape>,
}

/// A snap point (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "point")]
pub struct Point {
    /// Where it is.
    #[field(absent = "0 0")]
    pub at: Xy,
    /// Size of its mark in millimetres.
    #[field(absent = "1")]
    pub size: f64,
    /// Layer it is on.
    #[field(absent = "F.Cu")]
    pub layer: String,
    /// Identity.
    pub uuid: Option<String>,
}

/// A barcode (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "barcode")]
pub struct Barcode {
    /// Its centre.
    #[field(absent = "0 0 0", order = 20)]
    pub at: Xyr,
    /// Layer it is drawn on.
    #[field(order = 30)]
    pub layer: String,
    /// Size.
    #[field(absent = "40 40", order = 40)]
    pub size: Wh,
    /// What it says.
    #[field(absent = "", order = 50)]
    pub text: String,
    /// Height of the text below it, in millimetres.
    #[field(order = 60)]
    pub text_height: Option<f64>,
    /// Kind.
    #[field(order = 70)]
    pub r#type: BarcodeType,
    /// How much damage a QR code survives.
    #[field(order = 80)]
    pub ecc_level: Option<BarcodeEccLevel>,
    /// Whether the text below it is hidden.
    #[field(order = 90)]
    pub hide: Option<bool>,
    /// Whether it is cut out of a filled box.
    #[field(order = 100)]
    pub knockout: Option<bool>,
    /// Distances between the box and the barcode.
    #[field(order = 110)]
    pub margins: Option<Xy>,
    /// Identity.
    #[field(order = 120)]
    pub uuid: Option<String>,
    /// Whether it is protected from changes.
    #[field(order = 10)]
    pub locked: Option<bool>,
}
