//! The whole board.

use pyzig_model::Model;

use super::{
    Arc, ArcSegment, Barcode, Circle, Curve, Dimension, EmbeddedFiles, Footprint, General, Generated, Group,
    Image, Layer, Line, Net, NetClass, PaperType, Point, Polygon, Property, Rect, Segment, Setup, Table,
    Target, Text, TextBox, TitleBlock, Via, Zone, on_drawing_sheet,
};

/// Variants of a board (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "variants")]
pub struct Variants {
    /// The variants.
    #[field(repeated, token = "variant")]
    pub variants: Vec<Variant>,
}

/// A variant of a board (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "variant")]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
}

on_drawing_sheet! {
    /// A board.
    #[derive(Debug, Clone, PartialEq, Model)]
    #[model(module = "pcb", token = "kicad_pcb")]
    pub struct KicadPcb {
        /// Format of the file, as a date.
        #[field(default = "20241229", order = 10)]
        pub version: i32,
        /// Program that wrote it. KiCad 5 called it `host`.
        #[field(absent = "", alias = "host", order = 20)]
        pub generator: String,
        /// Version of that program.
        #[field(default = "", alias = "host", shared, order = 30)]
        pub generator_version: String,
        /// General facts.
        #[field(default = "", order = 40)]
        pub general: General,
        /// Size of the drawing sheet. KiCad 5 called it `page`.
        #[field(quoted, default = "A4", alias = "page", order = 50)]
        pub paper: PaperType,
        /// Texts in the frame of the drawing sheet.
        #[field(order = 60)]
        pub title_block: Option<TitleBlock>,
        /// Layers.
        #[field(order = 70)]
        pub layers: Vec<Layer>,
        /// Settings.
        #[field(default = "", order = 80)]
        pub setup: Setup,
        /// Nets; empty in files of KiCad 10.
        #[field(repeated, token = "net", order = 110)]
        pub nets: Vec<Net>,
        /// Footprints. KiCad 5 called them `module`.
        #[field(repeated, token = "footprint", alias = "module", order = 130)]
        pub footprints: Vec<Footprint>,
        /// Vias.
        #[field(repeated, token = "via", order = 161)]
        pub vias: Vec<Via>,
        /// Straight tracks.
        #[field(repeated, token = "segment", order = 160)]
        pub segments: Vec<Segment>,
        /// Tracks that are arcs.
        #[field(repeated, token = "arc", order = 162)]
        pub arcs: Vec<ArcSegment>,
        /// Lines.
        #[field(repeated, token = "gr_line", order = 140)]
        pub gr_lines: Vec<Line>,
        /// Arcs.
        #[field(repeated, token = "gr_arc", order = 142)]
        pub gr_arcs: Vec<Arc>,
        /// Bézier curves.
        #[field(repeated, token = "gr_curve", order = 145)]
        pub gr_curves: Vec<Curve>,
        /// Circles.
        #[field(repeated, token = "gr_circle", order = 143)]
        pub gr_circles: Vec<Circle>,
        /// Rectangles.
        #[field(repeated, token = "gr_rect", order = 141)]
        pub gr_rects: Vec<Rect>,
        /// Polygons.
        #[field(repeated, token = "gr_poly", order = 144)]
        pub gr_polys: Vec<Polygon>,
        /// Texts.
        #[field(repeated, token = "gr_text", order = 147)]
        pub gr_texts: Vec<Text>,
        /// Texts in boxes.
        #[field(repeated, token = "gr_text_box", order = 148)]
        pub gr_text_boxes: Vec<TextBox>,
        /// Zones and rule areas.
        #[field(repeated, token = "zone", order = 170)]
        pub zones: Vec<Zone>,
        /// Reference images.
        #[field(repeated, token = "image", order = 146)]
        pub images: Vec<Image>,
        /// Dimensions.
        #[field(repeated, token = "dimension", order = 151)]
        pub dimensions: Vec<Dimension>,
        /// Groups.
        #[field(repeated, token = "group", order = 180)]
        pub groups: Vec<Group>,
        /// Targets.
        #[field(repeated, token = "target", order = 152)]
        pub targets: Vec<Target>,
        /// Whether the fonts in use are inside the file (KiCad 9 and later).
        #[field(order = 200)]
        pub embedded_fonts: Option<bool>,
        /// Files inside the board (KiCad 9 and later).
        #[field(order = 210)]
        pub embedded_files: Option<EmbeddedFiles>,
        /// Tables.
        #[field(repeated, token = "table", order = 149)]
        pub tables: Vec<Table>,
        /// Items that KiCad keeps up to date.
        #[field(repeated, token = "generated", order = 190)]
        pub generateds: Vec<Generated>,
        /// Named texts of the board.
        #[field(repeated, token = "property", order = 90)]
        pub propertys: Vec<Property>,
        /// Variants (KiCad 10).
        #[field(order = 100)]
        pub variants: Option<Variants>,
        /// Classes of nets (KiCad 5 and older).
        #[field(repeated, token = "net_class", order = 120)]
        pub net_classes: Vec<NetClass>,
        /// Snap points (KiCad 10).
        #[field(repeated, token = "point", order = 155)]
        pub points: Vec<Point>,
        /// Barcodes (KiCad 10).
        #[field(repeated, token = "barcode", order = 150)]
        pub barcodes: Vec<Barcode>,
    }
}

/// A board's file.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", file)]
pub struct PcbFile {
    /// The board.
    pub kicad_pcb: KicadPcb,
}
