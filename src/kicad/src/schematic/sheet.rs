//! The whole schematic.

use pyzig_model::Model;

use super::{
    Arc, Bezier, Bus, BusAlias, BusEntry, Circle, GlobalLabel, HierarchicalLabel, Image, Junction, Label,
    NetclassFlag, NoConnect, PathInstances, Polyline, Rect, RuleArea, Sheet, Symbol, SymbolInstance, Table,
    Text, TextBox, Wire,
};
use crate::pcb::{Comment, EmbeddedFiles, Group, on_drawing_sheet};

/// Texts in the frame of the drawing sheet.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "title_block")]
pub struct TitleBlock {
    /// Title.
    pub title: Option<String>,
    /// Date.
    pub date: Option<String>,
    /// Revision.
    pub rev: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Comments.
    #[field(repeated)]
    pub comment: Vec<Comment>,
}

/// Symbols that a schematic uses.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "lib_symbols")]
pub struct LibSymbols {
    /// The symbols.
    #[field(repeated, token = "symbol")]
    pub symbols: Vec<Symbol>,
}

on_drawing_sheet! {
    /// A schematic.
    #[derive(Debug, Clone, PartialEq, Model)]
    #[model(module = "schematic", token = "kicad_sch")]
    pub struct KicadSch {
        /// Format of the file, as a date.
        #[field(default = "20211123", order = 10)]
        pub version: i32,
        /// Program that wrote it.
        #[field(absent = "", alias = "host", order = 20)]
        pub generator: String,
        /// Size of the drawing sheet: `A4`, `User` and others. Development versions of KiCad 6 called it `page`.
        #[field(absent = "A4", alias = "page", order = 50)]
        pub paper: String,
        /// Identity.
        #[field(absent = "", order = 40)]
        pub uuid: String,
        /// Symbols in use.
        #[field(default = "", order = 70)]
        pub lib_symbols: LibSymbols,
        /// Texts in the frame of the drawing sheet.
        #[field(default = "", order = 60)]
        pub title_block: TitleBlock,
        /// Points where wires meet.
        #[field(repeated, token = "junction", order = 120)]
        pub junctions: Vec<Junction>,
        /// Wires.
        #[field(repeated, token = "wire", order = 150)]
        pub wires: Vec<Wire>,
        /// Texts.
        #[field(repeated, token = "text", order = 90)]
        pub texts: Vec<Text>,
        /// Symbols.
        #[field(repeated, token = "symbol", order = 230)]
        pub symbols: Vec<SymbolInstance>,
        /// Sheets within this one.
        #[field(repeated, token = "sheet", order = 240)]
        pub sheets: Vec<Sheet>,
        /// Labels that connect nets of several sheets.
        #[field(repeated, token = "global_label", order = 190)]
        pub global_labels: Vec<GlobalLabel>,
        /// Marks for pins that are meant to be open.
        #[field(repeated, token = "no_connect", order = 130)]
        pub no_connects: Vec<NoConnect>,
        /// Buses.
        #[field(repeated, token = "bus", order = 150)]
        pub buss: Vec<Bus>,
        /// Labels.
        #[field(repeated, token = "label", order = 180)]
        pub labels: Vec<Label>,
        /// Lines from buses to wires.
        #[field(repeated, token = "bus_entry", order = 140)]
        pub bus_entrys: Vec<BusEntry>,
        /// Version of that program (KiCad 8 and later).
        #[field(alias = "host", shared, order = 30)]
        pub generator_version: Option<String>,
        /// Names for several nets.
        #[field(repeated, token = "bus_alias", order = 80)]
        pub bus_aliases: Vec<BusAlias>,
        /// Texts in boxes (KiCad 7 and later).
        #[field(repeated, token = "text_box", order = 100)]
        pub text_boxes: Vec<TextBox>,
        /// Tables (KiCad 9 and later).
        #[field(repeated, token = "table", order = 170)]
        pub tables: Vec<Table>,
        /// Lines.
        #[field(repeated, token = "polyline", order = 150)]
        pub polylines: Vec<Polyline>,
        /// Arcs (KiCad 7 and later).
        #[field(repeated, token = "arc", order = 85)]
        pub arcs: Vec<Arc>,
        /// Circles (KiCad 7 and later).
        #[field(repeated, token = "circle", order = 85)]
        pub circles: Vec<Circle>,
        /// Rectangles (KiCad 7 and later).
        #[field(repeated, token = "rectangle", order = 85)]
        pub rectangles: Vec<Rect>,
        /// Bézier curves (KiCad 7 and later).
        #[field(repeated, token = "bezier", order = 85)]
        pub beziers: Vec<Bezier>,
        /// Pictures.
        #[field(repeated, token = "image", order = 160)]
        pub images: Vec<Image>,
        /// Labels that lead to pins of this sheet.
        #[field(repeated, token = "hierarchical_label", order = 200)]
        pub hierarchical_labels: Vec<HierarchicalLabel>,
        /// Areas that share settings (KiCad 9 and later).
        #[field(repeated, token = "rule_area", order = 210)]
        pub rule_areas: Vec<RuleArea>,
        /// Marks that assign settings to nets (KiCad 7 and later).
        #[field(repeated, token = "netclass_flag", alias = "directive_label", order = 220)]
        pub netclass_flags: Vec<NetclassFlag>,
        /// Groups (KiCad 10).
        #[field(repeated, token = "group", order = 235)]
        pub groups: Vec<Group>,
        /// Page numbers. KiCad 7 and later: that of the root sheet only.
        #[field(order = 260)]
        pub sheet_instances: Option<PathInstances>,
        /// References (KiCad 6).
        #[field(order = 270)]
        pub symbol_instances: Option<PathInstances>,
        /// Whether the fonts in use are inside the file (KiCad 9 and later).
        #[field(order = 280)]
        pub embedded_fonts: Option<bool>,
        /// Files inside the schematic (KiCad 9 and later).
        #[field(order = 290)]
        pub embedded_files: Option<EmbeddedFiles>,
    }
}

/// A schematic's file.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", file)]
pub struct SchematicFile {
    /// The schematic.
    pub kicad_sch: KicadSch,
}
