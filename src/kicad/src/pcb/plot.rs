//! Settings of plots.

use pyzig_model::Model;

/// How the board was plotted last.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "pcbplotparams")]
pub struct PcbPlotParams {
    /// Layers to plot, in hexadecimal.
    #[field(bare, default = "0x00010fc_ffffffff")]
    pub layerselection: String,
    /// Layers to add to each plot, in hexadecimal.
    #[field(bare, default = "0x0000000_00000000")]
    pub plot_on_all_layers_selection: String,
    /// Gerber: without aperture macros.
    pub disableapertmacros: Option<bool>,
    /// Gerber: with the names of Protel.
    pub usegerberextensions: Option<bool>,
    /// Gerber: with attributes.
    pub usegerberattributes: Option<bool>,
    /// Gerber: with attributes of nets.
    pub usegerberadvancedattributes: Option<bool>,
    /// Gerber: with a job file.
    pub creategerberjobfile: Option<bool>,
    /// Length of dashes over the width of the line.
    #[field(default = "12", decimals = 6)]
    pub dashed_line_dash_ratio: f64,
    /// Length of gaps over the width of the line.
    #[field(default = "3", decimals = 6)]
    pub dashed_line_gap_ratio: f64,
    /// SVG: digits after the point.
    #[field(default = "4")]
    pub svgprecision: i32,
    /// With the drawing sheet.
    pub plotframeref: Option<bool>,
    /// With openings of the solder mask over vias (KiCad 8 and older).
    pub viasonmask: Option<bool>,
    /// Filled shapes (1) or sketches (2).
    #[field(default = "1")]
    pub mode: i32,
    /// In relation to the auxiliary origin.
    pub useauxorigin: Option<bool>,
    /// HPGL: number of the pen.
    #[field(default = "1")]
    pub hpglpennumber: i32,
    /// HPGL: speed of the pen.
    #[field(default = "20")]
    pub hpglpenspeed: i32,
    /// HPGL: diameter of the pen.
    #[field(default = "15", decimals = 6)]
    pub hpglpendiameter: f64,
    /// PDF: with popups for footprints at the front.
    pub pdf_front_fp_property_popups: Option<bool>,
    /// PDF: with popups for footprints at the back.
    pub pdf_back_fp_property_popups: Option<bool>,
    /// PDF: with title and author.
    pub pdf_metadata: Option<bool>,
    /// PDF: all layers in one file.
    pub pdf_single_document: Option<bool>,
    /// DXF: outlines as polygons.
    pub dxfpolygonmode: Option<bool>,
    /// DXF: inches.
    pub dxfimperialunits: Option<bool>,
    /// DXF: texts as lines.
    pub dxfusepcbnewfont: Option<bool>,
    /// PostScript: negative.
    pub psnegative: Option<bool>,
    /// PostScript: on A4.
    pub psa4output: Option<bool>,
    /// Without colours.
    pub plot_black_and_white: Option<bool>,
    /// With hidden texts (KiCad 8 and older).
    pub plotinvisibletext: Option<bool>,
    /// Pads as sketches on the fabrication layers.
    pub sketchpadsonfab: Option<bool>,
    /// With references (KiCad 9).
    pub plotreference: Option<bool>,
    /// With values (KiCad 9).
    pub plotvalue: Option<bool>,
    /// With numbers of pads.
    pub plotpadnumbers: Option<bool>,
    /// Without parts that are not populated on the fabrication layers.
    pub hidednponfab: Option<bool>,
    /// Parts that are not populated as sketches on the fabrication layers.
    pub sketchdnponfab: Option<bool>,
    /// Parts that are not populated crossed out on the fabrication layers.
    pub crossoutdnponfab: Option<bool>,
    /// With texts of footprints (KiCad 9).
    pub plotfptext: Option<bool>,
    /// Without silk screen in openings of the solder mask.
    pub subtractmaskfromsilk: Option<bool>,
    /// Format: HPGL 0, Gerber 1, PostScript 2, DXF 3, PDF 4, SVG 5.
    #[field(default = "1")]
    pub outputformat: i32,
    /// Seen from the back.
    pub mirror: Option<bool>,
    /// Marks of holes: none 0, small 1, full size 2.
    #[field(default = "1")]
    pub drillshape: i32,
    /// Scale, as a place in KiCad's list.
    #[field(default = "1")]
    pub scaleselection: i32,
    /// Folder for the plots.
    #[field(default = "")]
    pub outputdirectory: String,
    /// Without the board's edge (KiCad 6 and older).
    pub excludeedgelayer: Option<bool>,
    /// Width of lines in millimetres (KiCad 5 and older).
    pub linewidth: Option<f64>,
    /// With pads on the silk screen (KiCad 5 and older).
    pub padsonsilk: Option<bool>,
    /// HPGL: overlap of lines (KiCad 5 and older).
    pub hpglpenoverlay: Option<f64>,
    /// Gerber: digits after the point (KiCad 5 and older).
    pub gerberprecision: Option<i32>,
    /// SVG: inches (KiCad 6 and older).
    pub svguseinch: Option<bool>,
    /// PostScript: colours (KiCad 5 and older).
    #[field(bare)]
    pub pscolor: Option<String>,
    /// With other texts (KiCad 4 and older).
    pub plotothertext: Option<bool>,
}
