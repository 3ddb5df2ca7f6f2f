//! Schematics: `.kicad_sch`.

mod instance;
mod item;
mod shape;
mod sheet;
mod style;
mod symbol;
mod wiring;

use pyzig_model::ModuleSchema;

pub use instance::{
    DefaultInstance, InstancePath, InstancePin, Instances, Mirror, PathInstances, ProjectInstances,
    SchematicVariant, Sheet, SheetPin, SheetPinType, SymbolInstance,
};
pub use item::{Cells, Image, RuleArea, Table, TableCell, Text, TextBox};
pub use shape::{Arc, ArcRadius, Bezier, Circle, Polyline, Pts, Rect};
pub use sheet::{KicadSch, LibSymbols, SchematicFile, TitleBlock};
pub use style::{Color, Fill, FillType, Stroke, StrokeType};
pub(crate) use symbol::declare_symbol_parts;
pub use symbol::{
    Hide, JumperPinGroup, PinAlternate, PinName, PinNames, PinNumber, PinStyle, PinType, PowerScope,
    Property, Symbol, SymbolPin, SymbolText, SymbolUnit,
};
pub use wiring::{
    Bus, BusAlias, BusEntry, GlobalLabel, HierarchicalLabel, Junction, Label, LabelShape, NetclassFlag,
    NoConnect, Wire,
};

/// Schematics: `.kicad_sch`.
pub static MODULE: ModuleSchema = pyzig_model::module! {
    name: "schematic",
    doc: "Schematics: `.kicad_sch`.",
    file: SchematicFile,
    structs: [
        Pts,
        Fill,
        Stroke,
        Circle,
        Arc,
        Rect,
        Polyline,
        Property,
        PinNames,
        PinName,
        PinNumber,
        SymbolPin,
        SymbolUnit,
        Symbol,
        InstancePin,
        SymbolInstance,
        Junction,
        Wire,
        Text,
        SheetPin,
        Sheet,
        GlobalLabel,
        Label,
        Bus,
        BusEntry,
        TitleBlock,
        LibSymbols,
        Color,
        KicadSch,
        SchematicFile,
        ArcRadius,
        Bezier,
        PinAlternate,
        SymbolText,
        JumperPinGroup,
        SchematicVariant,
        InstancePath,
        ProjectInstances,
        Instances,
        PathInstances,
        DefaultInstance,
        NoConnect,
        BusAlias,
        NetclassFlag,
        HierarchicalLabel,
        TextBox,
        TableCell,
        Cells,
        Table,
        Image,
        RuleArea,
    ],
    enums: [
        FillType,
        StrokeType,
        PinType,
        PinStyle,
        SheetPinType,
        LabelShape,
        Hide,
        PowerScope,
        Mirror,
    ],
};
