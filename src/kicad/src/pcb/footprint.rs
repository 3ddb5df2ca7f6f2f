//! Footprints on a board.

use pyzig_model::{Model, ModelEnum};

use super::{Effects, Knockout, RenderCache, Xyr, Xyz};

/// A property of a footprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_Attr")]
pub enum FootprintAttr {
    /// Its pads are on the surface.
    Smd,
    /// It is not populated (KiCad 8 and later).
    Dnp,
    /// It has no symbol.
    BoardOnly,
    /// Its pads are holes.
    ThroughHole,
    /// It is not in position files.
    ExcludeFromPosFiles,
    /// It is not in the bill of materials.
    ExcludeFromBom,
    /// It needs no courtyard.
    AllowMissingCourtyard,
    /// Its pads may share an opening of the solder mask.
    AllowSoldermaskBridges,
    /// It is no part (KiCad 5 and older).
    Virtual,
}

/// A named text of a footprint or board.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "property")]
pub struct Property {
    /// Its name.
    #[field(positional, bare_words = "ki_fp_filters")]
    pub name: String,
    /// What it says.
    #[field(positional)]
    pub value: String,
    /// Where it stands.
    #[field(order = 10)]
    pub at: Option<Xyr>,
    /// Whether it may be upside down. KiCad 7 and older said so in `at`.
    #[field(within = "at", order = 20)]
    pub unlocked: Option<bool>,
    /// Layer it is drawn on.
    #[field(order = 30)]
    pub layer: Option<String>,
    /// Whether it is hidden.
    #[field(order = 40)]
    pub hide: Option<bool>,
    /// Identity.
    #[field(alias = "tstamp", order = 50)]
    pub uuid: Option<String>,
    /// How it is drawn.
    #[field(order = 60)]
    pub effects: Option<Effects>,
    /// Whether it is cut out of a filled box.
    #[field(token = "layer", shared, order = 30)]
    pub knockout: Option<Knockout>,
    /// Outlines of its letters.
    #[field(order = 70)]
    pub render_cache: Option<RenderCache>,
    /// Whether it is protected from changes.
    #[field(order = 5)]
    pub locked: Option<bool>,
}

/// Three numbers of a 3D model.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "offset")]
pub struct ModelXyz {
    /// The numbers.
    pub xyz: Xyz,
}

/// A 3D model.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", name = "Model", token = "model")]
pub struct Model3d {
    /// Path of its file; may hold variables such as `${KICAD9_3DMODEL_DIR}`.
    #[field(positional)]
    pub path: String,
    /// Where it lies, in millimetres; None in files of KiCad 5 and older that have `at`.
    #[field(order = 40)]
    pub offset: Option<ModelXyz>,
    /// Factors of its size.
    #[field(absent = "(xyz 1 1 1)", order = 50)]
    pub scale: ModelXyz,
    /// Rotation around each axis, in degrees.
    #[field(absent = "(xyz 0 0 0)", order = 60)]
    pub rotate: ModelXyz,
    /// Whether it is hidden.
    #[field(order = 10)]
    pub hide: Option<bool>,
    /// How opaque it is, 0 to 1; None for 1.
    #[field(order = 20, decimals = 4)]
    pub opacity: Option<f64>,
    /// Where it lies, in inches (KiCad 5 and older).
    #[field(order = 30)]
    pub at: Option<ModelXyz>,
}

/// Component classes of a footprint (KiCad 9 and later).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "component_classes")]
pub struct ComponentClasses {
    /// Their names.
    #[field(repeated, token = "class")]
    pub classes: Vec<String>,
}

/// Units of a footprint's symbol (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "units")]
pub struct Units {
    /// The units.
    #[field(repeated, token = "unit")]
    pub units: Vec<Unit>,
}

/// One unit of a symbol.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "unit")]
pub struct Unit {
    /// Its name, such as `A`.
    pub name: String,
    /// Numbers of its pins.
    pub pins: Vec<String>,
}

/// Copper layers that a footprint is made for (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "stackup")]
pub struct FootprintStackup {
    /// Their names.
    #[field(repeated, token = "layer")]
    pub layers: Vec<String>,
}

/// Pads that the part connects (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", row)]
pub struct JumperPadGroup {
    /// Their numbers.
    #[field(rest)]
    pub pads: Vec<String>,
}

/// How a footprint differs in a variant of the board (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "variant")]
pub struct FootprintVariant {
    /// Name of the variant.
    pub name: String,
    /// Whether it is not populated.
    pub dnp: Option<bool>,
    /// Whether it is not in the bill of materials.
    pub exclude_from_bom: Option<bool>,
    /// Whether it is not in position files.
    pub exclude_from_pos_files: Option<bool>,
    /// Properties that differ.
    #[field(repeated, token = "field")]
    pub fields: Vec<VariantField>,
}

/// A property that differs in a variant.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "field")]
pub struct VariantField {
    /// Its name.
    pub name: String,
    /// What it says.
    pub value: String,
}

/// Declares footprints, those on boards and those in files of their own: what is theirs alone, then what both have.
macro_rules! declare_footprint {
    ($(#[$attribute:meta])* $name:ident { $($own:tt)* }) => {
        #[derive(Debug, Clone, PartialEq, pyzig_model::Model)]
        $(#[$attribute])*
        pub struct $name {
            $($own)*
            /// Identity. KiCad 5 to 7 called it `tstamp`.
            #[field(order = 80, alias = "tstamp")]
            pub uuid: Option<String>,
            /// What it is.
            #[field(token = "descr", order = 100)]
            pub description: Option<String>,
            /// Words to find it by.
            #[field(order = 110)]
            pub tags: Vec<String>,
            /// Named texts: `Reference`, `Value` and others.
            #[field(repeated, token = "property", order = 115)]
            pub propertys: Vec<$crate::pcb::Property>,
            /// Identities of its symbol and of the sheets around that.
            #[field(order = 130)]
            pub path: Option<String>,
            /// Name of its symbol's sheet.
            #[field(order = 140)]
            pub sheetname: Option<String>,
            /// File of its symbol's sheet.
            #[field(order = 150)]
            pub sheetfile: Option<String>,
            /// Properties that hold or do not.
            #[field(order = 230)]
            pub attr: Vec<$crate::pcb::FootprintAttr>,
            /// Lines.
            #[field(repeated, token = "fp_line", order = 290)]
            pub fp_lines: Vec<$crate::pcb::Line>,
            /// Arcs.
            #[field(repeated, token = "fp_arc", order = 292)]
            pub fp_arcs: Vec<$crate::pcb::Arc>,
            /// Circles.
            #[field(repeated, token = "fp_circle", order = 293)]
            pub fp_circles: Vec<$crate::pcb::Circle>,
            /// Rectangles.
            #[field(repeated, token = "fp_rect", order = 291)]
            pub fp_rects: Vec<$crate::pcb::Rect>,
            /// Polygons.
            #[field(repeated, order = 294)]
            pub fp_poly: Vec<$crate::pcb::Polygon>,
            /// Texts.
            #[field(repeated, token = "fp_text", order = 297)]
            pub fp_texts: Vec<$crate::pcb::FpText>,
            /// Pads.
            #[field(repeated, token = "pad", order = 310)]
            pub pads: Vec<$crate::pcb::Pad>,
            /// Whether the fonts in use are inside the file (KiCad 9 and later).
            #[field(order = 350)]
            pub embedded_fonts: Option<bool>,
            /// 3D models.
            #[field(repeated, token = "model", order = 370)]
            pub models: Vec<$crate::pcb::Model3d>,
            /// Time of the last change in the footprint editor (KiCad 6 and older).
            #[field(order = 70, bare)]
            pub tedit: Option<String>,
            /// Whether it is protected from changes.
            #[field(order = 40)]
            pub locked: Option<bool>,
            /// Whether it is placed.
            #[field(order = 50)]
            pub placed: Option<bool>,
            /// Component classes (KiCad 9 and later).
            #[field(order = 120)]
            pub component_classes: Option<$crate::pcb::ComponentClasses>,
            /// Units of its symbol (KiCad 10).
            #[field(order = 160)]
            pub units: Option<$crate::pcb::Units>,
            /// How much the openings of the solder mask are larger, in millimetres.
            #[field(order = 170)]
            pub solder_mask_margin: Option<f64>,
            /// How much the solder paste is larger, in millimetres.
            #[field(order = 180)]
            pub solder_paste_margin: Option<f64>,
            /// How much the solder paste is larger, over the pads' size.
            #[field(order = 190, alias = "solder_paste_ratio")]
            pub solder_paste_margin_ratio: Option<f64>,
            /// Clearance of its pads in millimetres.
            #[field(order = 200)]
            pub clearance: Option<f64>,
            /// How zones connect to its pads.
            #[field(order = 210)]
            pub zone_connect: Option<$crate::pcb::ZoneConnection>,
            /// Width of thermal spokes in millimetres (KiCad 6 and older).
            #[field(order = 220)]
            pub thermal_width: Option<f64>,
            /// Gap of thermal reliefs in millimetres (KiCad 6 and older).
            #[field(order = 220)]
            pub thermal_gap: Option<f64>,
            /// Copper layers it is made for (KiCad 10).
            #[field(order = 240)]
            pub stackup: Option<$crate::pcb::FootprintStackup>,
            /// Layers that are shown in the footprint editor only.
            #[field(order = 250)]
            pub private_layers: Vec<String>,
            /// Groups of pads that may touch: `1,2` for pads 1 and 2.
            #[field(order = 260)]
            pub net_tie_pad_groups: Vec<String>,
            /// Whether pads of the same number count as connected (KiCad 10).
            #[field(order = 270)]
            pub duplicate_pad_numbers_are_jumpers: Option<bool>,
            /// Groups of pads that the part connects (KiCad 10).
            #[field(order = 280)]
            pub jumper_pad_groups: Vec<$crate::pcb::JumperPadGroup>,
            /// Bézier curves.
            #[field(repeated, token = "fp_curve", order = 295)]
            pub fp_curves: Vec<$crate::pcb::Curve>,
            /// Texts in boxes.
            #[field(repeated, token = "fp_text_box", order = 298)]
            pub fp_text_boxes: Vec<$crate::pcb::TextBox>,
            /// Tables.
            #[field(repeated, token = "table", order = 299)]
            pub tables: Vec<$crate::pcb::Table>,
            /// Dimensions.
            #[field(repeated, token = "dimension", order = 301)]
            pub dimensions: Vec<$crate::pcb::Dimension>,
            /// Reference images.
            #[field(repeated, token = "image", order = 296)]
            pub images: Vec<$crate::pcb::Image>,
            /// Barcodes (KiCad 10).
            #[field(repeated, token = "barcode", order = 300)]
            pub barcodes: Vec<$crate::pcb::Barcode>,
            /// Snap points (KiCad 10).
            #[field(repeated, token = "point", order = 305)]
            pub points: Vec<$crate::pcb::Point>,
            /// Zones and rule areas.
            #[field(repeated, token = "zone", order = 320)]
            pub zones: Vec<$crate::pcb::Zone>,
            /// Groups.
            #[field(repeated, token = "group", order = 330)]
            pub groups: Vec<$crate::pcb::Group>,
            /// How it differs in variants of the board (KiCad 10).
            #[field(repeated, token = "variant", order = 340)]
            pub variants: Vec<$crate::pcb::FootprintVariant>,
            /// Files inside the footprint (KiCad 9 and later).
            #[field(order = 360)]
            pub embedded_files: Option<$crate::pcb::EmbeddedFiles>,
            /// Cost of a rotation by 90 degrees for the autoplacer (KiCad 5 and older).
            #[field(order = 130)]
            pub autoplace_cost90: Option<i32>,
            /// Cost of a rotation by 180 degrees for the autoplacer (KiCad 5 and older).
            #[field(order = 130)]
            pub autoplace_cost180: Option<i32>,
        }
    };
}
pub(crate) use declare_footprint;

declare_footprint! {
    /// A footprint on a board.
    #[model(
        module = "pcb",
        token = "footprint",
        first = "name layer uuid at description tags path sheetname sheetfile propertys attr fp_lines fp_arcs
            fp_circles fp_rects fp_poly fp_texts pads embedded_fonts models tedit"
    )]
    Footprint {
        /// Where it came from, such as `Resistor_SMD:R_0402`.
        #[field(positional)]
        pub name: String,
        /// Side it is on: `F.Cu` or `B.Cu`.
        #[field(default = "F.Cu", order = 60)]
        pub layer: String,
        /// Where it lies.
        #[field(absent = "0 0", order = 90)]
        pub at: Xyr,
        /// Format of a footprint that was copied from a library.
        #[field(order = 10)]
        pub version: Option<i32>,
        /// Program that wrote a footprint that was copied from a library.
        #[field(order = 20)]
        pub generator: Option<String>,
        /// Version of that program.
        #[field(order = 30)]
        pub generator_version: Option<String>,
    }
}
