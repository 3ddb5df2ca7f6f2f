//! Boards: `.kicad_pcb`.

mod board;
mod dimension;
mod embedded;
mod footprint;
mod generated;
mod geometry;
mod item;
mod pad;
mod plot;
mod rules;
mod setup;
mod shape;
mod table;
mod text;
mod track;
mod via;
mod zone;

use pyzig_model::ModuleSchema;

pub use board::{KicadPcb, PcbFile, Variant, Variants};
pub use dimension::{
    ArrowDirection, Dimension, DimensionFormat, DimensionLine, DimensionPts, DimensionStyle, DimensionType,
};
pub use embedded::{EmbeddedFile, EmbeddedFileType, EmbeddedFiles};
pub(crate) use footprint::declare_footprint;
pub use footprint::{
    ComponentClasses, Footprint, FootprintAttr, FootprintStackup, FootprintVariant, JumperPadGroup, Model3d,
    ModelXyz, Property, Unit, Units, VariantField,
};
pub use generated::{Generated, GeneratedPath, GeneratedPoint};
pub use geometry::{Margins, Pts, PtsArc, Size, Span, Wh, Xy, Xyr, Xyz};
pub use item::{Barcode, BarcodeEccLevel, BarcodeType, Group, Image, Point, Target, TargetShape};
pub use pad::{
    Backdrill, Pad, PadAnchor, PadChamfer, PadClearance, PadDrill, PadDrillShape, PadOptions, PadPadstack,
    PadPadstackLayer, PadPrimitives, PadProperty, PadShape, PadTenting, PadTentingType, PadType,
    PadstackMode, PostMachining, PostMachiningMode, ZoneConnection,
};
pub use plot::PcbPlotParams;
pub use rules::{NetClass, Rules, SetupDefaults, TextDims};
pub(crate) use setup::on_drawing_sheet;
pub use setup::{
    Comment, CopperFinish, EdgeConnector, General, Layer, LayerType, Paper, PaperOrientation, PaperType,
    Setup, Stackup, StackupLayer, Tenting, Thickness, TitleBlock,
};
pub use shape::{Arc, Circle, Curve, Fill, Line, Polygon, Rect};
pub use table::{Border, Cells, Separator, Table, TableCell};
pub(crate) use text::declare_text_box;
pub use text::{
    Effects, Font, FpText, FpTextType, Justify, JustifyWord, Knockout, RenderCache, Stroke, StrokeType, Text,
    TextBox, TextLayer,
};
pub use track::{ArcSegment, Net, Segment};
pub use via::{FrontBack, Teardrop, Via, ViaLayer, ViaPadstack, ViaTenting, ViaType};
pub use zone::{
    ConnectPads, FillSegments, FilledPolygon, Hatch, HatchPosition, Zone, ZoneAttr, ZoneConnectPadsMode,
    ZoneDefaults, ZoneFill, ZoneFillEnable, ZoneFillMode, ZoneHatchBorderAlgorithm, ZoneHatchMode,
    ZoneIslandRemovalMode, ZoneKeepout, ZoneKeepoutRule, ZoneLayerProperties, ZonePlacement,
    ZonePlacementSourceType, ZoneSmoothing, ZoneTeardrop, ZoneTeardropType,
};

/// Boards: `.kicad_pcb`.
pub static MODULE: ModuleSchema = pyzig_model::module! {
    name: "pcb",
    doc: "Boards: `.kicad_pcb`.",
    file: PcbFile,
    structs: [
        Xy,
        Xyz,
        Xyr,
        Wh,
        Stroke,
        Font,
        Justify,
        Effects,
        TextLayer,
        Line,
        Arc,
        Circle,
        Rect,
        Pts,
        Polygon,
        Curve,
        Text,
        FpText,
        PadPrimitives,
        PadDrill,
        PadOptions,
        PadTenting,
        Pad,
        Net,
        Property,
        ModelXyz,
        Model3d,
        Footprint,
        ViaLayer,
        ViaPadstack,
        ViaTenting,
        Via,
        Hatch,
        ConnectPads,
        ZoneFill,
        FilledPolygon,
        ZoneKeepout,
        ZonePlacement,
        ZoneTeardrop,
        ZoneAttr,
        Zone,
        Segment,
        ArcSegment,
        General,
        Paper,
        TitleBlock,
        Comment,
        Layer,
        Stackup,
        Thickness,
        StackupLayer,
        Rules,
        PcbPlotParams,
        Setup,
        KicadPcb,
        Generated,
        Image,
        EmbeddedFile,
        EmbeddedFiles,
        Teardrop,
        RenderCache,
        Margins,
        Span,
        TextBox,
        TableCell,
        Cells,
        Border,
        Separator,
        Table,
        DimensionPts,
        DimensionFormat,
        DimensionStyle,
        Dimension,
        Group,
        Target,
        PcbFile,
        Size,
        PtsArc,
        Backdrill,
        PostMachining,
        PadPadstack,
        PadPadstackLayer,
        FrontBack,
        FillSegments,
        ZoneLayerProperties,
        HatchPosition,
        ZoneDefaults,
        ComponentClasses,
        Units,
        Unit,
        FootprintStackup,
        JumperPadGroup,
        FootprintVariant,
        VariantField,
        NetClass,
        DimensionLine,
        Point,
        Barcode,
        GeneratedPath,
        GeneratedPoint,
        Variants,
        Variant,
        SetupDefaults,
        TextDims,
    ],
    enums: [
        StrokeType,
        JustifyWord,
        Knockout,
        PaperType,
        PaperOrientation,
        LayerType,
        FpTextType,
        PadType,
        PadShape,
        PadClearance,
        PadAnchor,
        PadProperty,
        PadChamfer,
        PadDrillShape,
        PadTentingType,
        ZoneConnection,
        PadstackMode,
        ZoneHatchMode,
        ZoneConnectPadsMode,
        ZoneFillMode,
        ZoneSmoothing,
        ZoneHatchBorderAlgorithm,
        ZoneIslandRemovalMode,
        ZoneKeepoutRule,
        ZonePlacementSourceType,
        ZoneTeardropType,
        DimensionType,
        ArrowDirection,
        CopperFinish,
        EdgeConnector,
        EmbeddedFileType,
        FootprintAttr,
        ZoneFillEnable,
        Tenting,
        Fill,
        PostMachiningMode,
        ViaType,
        TargetShape,
        BarcodeType,
        BarcodeEccLevel,
    ],
};
