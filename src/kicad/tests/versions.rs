//! What different versions of KiCad say in different ways reads through the same fields.

use pyzig_kicad::{footprint, fp_lib_table, netlist, pcb, schematic, symbol};
use pyzig_model::{Input, Model, ModelEnum, Object, Value};

/// Reads one list as the struct it describes.
fn read<T: Model>(text: &str) -> T {
    let object = Object::from_text(T::schema(), text).expect("the text is one list");
    T::read(&object).expect("every value fits its field")
}

fn object<T: Model>(text: &str) -> Object {
    Object::from_text(T::schema(), text).expect("the text is one list")
}

fn set<T: Model>(object: &Object, name: &str, value: Input<'_>) {
    let field = T::schema().field(name).expect("the field is declared");
    object.set(field, value).expect("the value fits the field");
}

#[test]
fn tracks_name_or_number_their_net() {
    let nine: pcb::Segment = read("(segment (start 0 0) (end 1 0) (width 0.2) (layer F.Cu) (net 3))");
    assert_eq!((nine.net, nine.net_name), (Some(3), None));
    let ten: pcb::Segment = read("(segment (start 0 0) (end 1 0) (width 0.2) (layer F.Cu) (net \"GND\"))");
    assert_eq!((ten.net, ten.net_name.as_deref()), (None, Some("GND")));
    let digits: pcb::Segment = read("(segment (start 0 0) (end 1 0) (width 0.2) (layer F.Cu) (net \"3\"))");
    assert_eq!((digits.net, digits.net_name.as_deref()), (None, Some("3")));
}

#[test]
fn pads_name_or_number_their_net() {
    let nine: pcb::Net = read("(net 3 \"GND\")");
    assert_eq!((nine.number, nine.name.as_deref()), (Some(3), Some("GND")));
    let ten: pcb::Net = read("(net \"GND\")");
    assert_eq!((ten.number, ten.name.as_deref()), (None, Some("GND")));
    let five: pcb::Net = read("(net 3 5V)");
    assert_eq!((five.number, five.name.as_deref()), (Some(3), Some("5V")));
}

fn zone(net: &str) -> pcb::Zone {
    read(&format!(
        "(zone {net} (layer F.Cu) (hatch edge 0.5) (polygon (pts (xy 0 0))) (polygon (pts (xy 1 1))))"
    ))
}

#[test]
fn zones_name_or_number_their_net() {
    let nine = zone("(net 3) (net_name \"GND\")");
    assert_eq!((nine.net, nine.net_name.as_deref()), (Some(3), Some("GND")));
    let ten = zone("(net \"GND\")");
    assert_eq!((ten.net, ten.net_name.as_deref()), (None, Some("GND")));
}

#[test]
fn zones_may_have_several_outlines() {
    let zone = zone("");
    assert_eq!(zone.polygon.pts.xys, [pcb::Xy { x: 0.0, y: 0.0 }]);
    assert_eq!(zone.more_polygons.len(), 1);
    assert_eq!(zone.more_polygons[0].pts.xys, [pcb::Xy { x: 1.0, y: 1.0 }]);
}

#[test]
fn tenting_is_words_or_lists() {
    let words: pcb::ViaTenting = read("(tenting front)");
    assert_eq!((words.front, words.back), (Some(true), None));
    let lists: pcb::ViaTenting = read("(tenting (front yes) (back none))");
    assert_eq!((lists.front, lists.back), (Some(true), None));
    let no: pcb::ViaTenting = read("(tenting (front no) (back no))");
    assert_eq!((no.front, no.back), (Some(false), Some(false)));
    let pad: pcb::PadTenting = read("(tenting (front none) (back yes))");
    assert_eq!((pad.r#type, pad.front, pad.back), (None, None, Some(true)));
    let pad: pcb::PadTenting = read("(tenting none)");
    assert_eq!(pad.r#type, Some(pcb::PadTentingType::None));
    let pad: pcb::PadTenting = read("(tenting front back)");
    assert_eq!((pad.r#type, pad.other), (Some(pcb::PadTentingType::Front), Some(pcb::PadTentingType::Back)));
    let board: pcb::Setup = read("(setup (tenting front back))");
    assert_eq!(board.tenting, [pcb::Tenting::Front, pcb::Tenting::Back]);
    let board: pcb::Setup = read("(setup (tenting (front no) (back yes)))");
    assert_eq!(board.tenting, [pcb::Tenting::Back]);
}

#[test]
fn a_side_that_is_no_longer_covered_says_so_where_sides_are_lists() {
    for (before, after) in [
        ("(tenting (front yes) (back yes))", "(tenting (front yes) (back no))"),
        ("(tenting (front yes) (back none))", "(tenting (front yes) (back no))"),
        ("(tenting front back)", "(tenting front)"),
    ] {
        let object = object::<pcb::ViaTenting>(before);
        set::<pcb::ViaTenting>(&object, "back", Input::Bool(false));
        assert_eq!(object.text().split_whitespace().collect::<Vec<_>>().join(" "), after);
    }
}

fn board(paper: &str) -> pcb::KicadPcb {
    read(&format!("(kicad_pcb (version 20241229) (generator \"pcbnew\") {paper})"))
}

#[test]
fn paper_has_a_name_a_size_and_a_direction() {
    let plain = board("(paper \"A4\")");
    assert_eq!((plain.paper, plain.paper_width, plain.paper_orientation), (pcb::PaperType::A4, None, None));
    let upright = board("(paper \"A4\" portrait)");
    assert_eq!(upright.paper_orientation, Some(pcb::PaperOrientation::Portrait));
    let own = board("(paper \"User\" 210 230.5)");
    assert_eq!(own.paper, pcb::PaperType::User);
    assert_eq!((own.paper_width, own.paper_height), (Some(210.0), Some(230.5)));
    let five = board("(page A3)");
    assert_eq!(five.paper, pcb::PaperType::A3);
    assert_eq!(board("").paper, pcb::PaperType::A4);
}

#[test]
fn sublayers_keep_what_they_say() {
    let layer = object::<pcb::StackupLayer>(
        "(layer \"dielectric 1\" (type \"core\") (color \"Green\") addsublayer (color \"White\"))",
    );
    set::<pcb::StackupLayer>(&layer, "color", Input::Text("Red"));
    let read = pcb::StackupLayer::read(&layer).expect("every value fits its field");
    assert_eq!(
        (read.color.as_deref(), read.more_colors.as_slice()),
        (Some("Red"), &["White".to_owned()][..])
    );
}

#[test]
fn the_old_word_for_paper_stays() {
    let board = object::<pcb::KicadPcb>("(kicad_pcb (page User 210 230))");
    set::<pcb::KicadPcb>(&board, "paper", Input::None);
    set::<pcb::KicadPcb>(&board, "paper", Input::Text("User"));
    assert_eq!(board.text(), "(kicad_pcb (page \"User\" 210 230))");
}

#[test]
fn the_program_is_named_in_two_ways() {
    let nine = board("");
    assert_eq!(nine.generator, "pcbnew");
    let five: pcb::KicadPcb = read("(kicad_pcb (version 20171130) (host pcbnew \"(5.1.9)-1\"))");
    assert_eq!((five.generator.as_str(), five.generator_version.as_str()), ("pcbnew", "(5.1.9)-1"));
    let nine: pcb::KicadPcb =
        read("(kicad_pcb (version 20241229) (generator \"pcbnew\") (generator_version \"9.0\"))");
    assert_eq!((nine.generator.as_str(), nine.generator_version.as_str()), ("pcbnew", "9.0"));
}

#[test]
fn old_identities_and_words_read_as_new_ones() {
    let line: pcb::Line =
        read("(fp_line (start 0 0) (end 1 1) (layer F.SilkS) (width 0.1) (tstamp 5F1A0000))");
    assert_eq!((line.uuid.as_deref(), line.width), (Some("5F1A0000"), Some(0.1)));
    let text: pcb::FpText =
        read("(fp_text value 4R7 (at 0 0) (layer F.Fab) hide (effects (font (size 1 1) (thickness 0.15))))");
    assert_eq!((text.text.as_str(), text.hide), ("4R7", Some(true)));
    let pin: schematic::PinNames = read("(pin_names (offset 0) hide)");
    assert_eq!(pin.hide, Some(true));
    let pin: schematic::PinNames = read("(pin_names (hide yes))");
    assert_eq!((pin.offset, pin.hide), (None, Some(true)));
}

#[test]
fn names_may_be_words_of_the_format() {
    let property: pcb::Property = read("(property \"a\" hide (at 0 0))");
    assert_eq!((property.value.as_str(), property.hide), ("hide", None));
    let property: schematic::Property = read("(property \"private\" \"x\" (at 0 0 0))");
    assert_eq!((property.name.as_str(), property.private), ("private", None));
    let property: schematic::Property = read("(property private \"a\" \"x\" (at 0 0 0))");
    assert_eq!((property.name.as_str(), property.private), ("a", Some(true)));
}

fn library(symbol: &str) -> schematic::Symbol {
    let library: symbol::SymbolLib = read(&format!("(kicad_symbol_lib (version 1) (symbol \"x\" {symbol}))"));
    library.symbols.into_iter().next().expect("there is a symbol")
}

#[test]
fn power_symbols_say_so_in_three_ways() {
    assert!(!library("").power);
    assert!(library("(power)").power);
    let local = library("(power local)");
    assert!(local.power);
    assert_eq!(local.power_scope, Some(schematic::PowerScope::Local));
}

#[test]
fn what_is_built_anew_is_what_kicad_reads() {
    let rebuilt = |text: &str| {
        let copy = object::<schematic::Symbol>(text).rebuilt().expect("every value fits its field");
        copy.text()
    };
    for part in ["(power)", "(power local)", "(body_styles demorgan)", "(body_styles \"one\" \"the other\")"]
    {
        let text = rebuilt(&format!("(symbol \"x\" {part})"));
        assert!(text.contains(part), "{text}");
    }
    let label =
        object::<schematic::Label>("(label \"x\" (at 0 0 0) (effects (font (size 1 1))) (uuid \"u\"))");
    let label = label.rebuilt().expect("every value fits its field");
    assert!(!label.text().contains("fields_autoplaced"), "{}", label.text());
}

#[test]
fn hidden_numbers_are_a_word_or_a_list() {
    let new = object::<schematic::Symbol>("(symbol \"x\")");
    set::<schematic::Symbol>(&new, "pin_numbers", Input::Text("hide"));
    assert_eq!(new.text(), "(symbol \"x\" (pin_numbers (hide yes)))");
    assert_eq!(library("(pin_numbers hide)").pin_numbers, Some(schematic::Hide::Hide));
    assert_eq!(library("(pin_numbers (hide yes))").pin_numbers, Some(schematic::Hide::Hide));
    assert_eq!(library("(pin_numbers (hide no))").pin_numbers, None);
    assert_eq!(library("").pin_numbers, None);
}

#[test]
fn stackups_may_have_sublayers() {
    let layer: pcb::StackupLayer = read(
        "(layer \"dielectric 1\" (type \"core\") (thickness 1 locked) (material \"FR4\") addsublayer
           (thickness 0.1) (material \"PTFE\"))",
    );
    assert_eq!(layer.thickness, Some(pcb::Thickness { thickness: 1.0, locked: Some(true) }));
    assert_eq!(layer.material.as_deref(), Some("FR4"));
    assert_eq!(layer.addsublayer, Some(true));
    assert_eq!(layer.more_thicknesses, [pcb::Thickness { thickness: 0.1, locked: None }]);
    assert_eq!(layer.more_materials, ["PTFE"]);
}

#[test]
fn footprints_of_all_versions_have_the_same_fields() {
    let five: footprint::Footprint = read("(module R (layer F.Cu) (tedit 5A02FF57) (attr virtual))");
    assert_eq!((five.name.as_str(), five.tedit.as_deref()), ("R", Some("5A02FF57")));
    assert_eq!(five.attr, [pcb::FootprintAttr::Virtual]);
    let ten: footprint::Footprint =
        read("(footprint \"R\" (layer \"F.Cu\") (jumper_pad_groups (\"1\" \"2\")))");
    assert_eq!(ten.jumper_pad_groups, [pcb::JumperPadGroup { pads: vec!["1".to_owned(), "2".to_owned()] }]);
}

#[test]
fn new_values_are_written_as_kicad_writes_them() {
    let symbol = object::<schematic::Symbol>("(symbol \"x\" (in_bom yes))");
    set::<schematic::Symbol>(&symbol, "power", Input::Bool(true));
    assert_eq!(symbol.text(), "(symbol \"x\" (power) (in_bom yes))");
    set::<schematic::Symbol>(&symbol, "power_scope", Input::Text("global"));
    assert_eq!(symbol.text(), "(symbol \"x\" (power global) (in_bom yes))");

    let track =
        object::<pcb::Segment>("(segment (start 0 0) (end 1 0) (width 0.2) (layer \"F.Cu\") (uuid \"u\"))");
    set::<pcb::Segment>(&track, "net_name", Input::Text("GND"));
    set::<pcb::Segment>(&track, "locked", Input::Bool(true));
    let text = "(segment (start 0 0) (end 1 0) (width 0.2) (locked yes) (layer \"F.Cu\") (net \"GND\") (uuid \"u\"))";
    assert_eq!(track.text(), text);
}

#[test]
fn a_new_board_is_whole() {
    let fields = ["generator", "generator_version"].map(|name| pcb::KicadPcb::schema().field(name));
    let values = fields.into_iter().flatten().map(|field| (field, Input::Text("sample")));
    let board = Object::build(pcb::KicadPcb::schema(), values).expect("the rest has defaults");
    let read = pcb::KicadPcb::read(&board).expect("every value fits its field");
    assert_eq!((read.version, read.general.thickness, read.setup.pcbplotparams.mode), (20_241_229, 1.6, 1));
    let heads: Vec<_> =
        board.element().children().iter().filter_map(|child| Some(child.head()?.into_owned())).collect();
    assert_eq!(heads, ["version", "generator", "generator_version", "general", "paper", "setup"]);
}

#[test]
fn what_is_missing_is_an_error_only_where_it_is_read() {
    let pad = object::<pcb::Pad>("(pad \"1\" smd (at 0 0))");
    let field = |name| pcb::Pad::schema().field(name).expect("the field is declared");
    assert!(matches!(pad.get(field("name")), Ok(Value::Text(name)) if name == "1"));
    assert!(pad.get(field("shape")).is_err());
}

#[test]
fn what_older_boards_leave_out_reads_as_what_that_means() {
    let keepout: pcb::ZoneKeepout =
        read("(keepout (tracks not_allowed) (vias not_allowed) (copperpour allowed))");
    let allowed = pcb::ZoneKeepoutRule::Allowed;
    assert_eq!((keepout.pads, keepout.footprints), (allowed, allowed));
    let via: pcb::Via = read("(via (at 0 0) (size 0.6) (layers F.Cu B.Cu) (net 1))");
    assert_eq!(via.drill, None);
    let filled: pcb::FilledPolygon = read("(filled_polygon (pts (xy 0 0)))");
    assert_eq!(filled.layer, None);
    let dimension: pcb::Dimension = read("(dimension 10 (width 0.3) (layer Dwgs.User))");
    assert_eq!((dimension.r#type, dimension.pts), (pcb::DimensionType::Aligned, None));
    let font: pcb::Font = read("(font (thickness 0.3))");
    assert_eq!((font.size, font.thickness), (None, Some(0.3)));
    let teardrops: pcb::Teardrop = read("(teardrops (best_length_ratio 0.7))");
    assert_eq!((teardrops.best_length_ratio, teardrops.best_width_ratio), (0.7, 1.0));
    assert_eq!((teardrops.max_length, teardrops.max_width, teardrops.filter_ratio), (1.0, 2.0, 0.9));
}

#[test]
fn what_older_schematics_leave_out_reads_as_what_that_means() {
    let junction: schematic::Junction = read("(junction (at 1 2))");
    assert_eq!((junction.diameter, junction.uuid.as_str()), (0.0, ""));
    let symbol: schematic::SymbolInstance = read("(symbol (lib_id \"Device:R\") (at 0 0 0))");
    assert_eq!((symbol.unit, symbol.uuid.as_str()), (1, ""));
    let sheet: schematic::KicadSch =
        read("(kicad_sch (version 20200310) (host eeschema \"(5.99)\") (page A3))");
    assert_eq!((sheet.generator.as_str(), sheet.paper.as_str(), sheet.uuid.as_str()), ("eeschema", "A3", ""));
    let bare: schematic::KicadSch = read("(kicad_sch (version 20211123))");
    assert_eq!(bare.paper, "A4");
    let text: schematic::TextBox = read("(text_box \"x\" (start 1 2) (end 3 4) (effects (font (size 1 1))))");
    assert_eq!((text.at.x, text.size, text.end.map(|end| end.y)), (1.0, None, Some(4.0)));
}

#[test]
fn what_older_netlists_and_tables_leave_out_reads_as_nothing() {
    let source: netlist::Libsource = read("(libsource (lib device) (part R))");
    assert_eq!(source.description, "");
    let design: netlist::Design = read("(design (source a.sch) (date x) (tool y))");
    assert_eq!(design.sheet, None);
    let entry: fp_lib_table::FpLibEntry = read("(lib (name a) (type KiCad) (uri b))");
    assert_eq!((entry.options.as_str(), entry.descr.as_str()), ("", ""));
}

#[test]
fn texts_of_kicad_6_and_7_may_be_locked_and_unlocked() {
    let text: pcb::FpText = read(
        "(fp_text user locked \"x\" (at 1 2 unlocked) (layer \"F.SilkS\") hide (effects (font (size 1 1))))",
    );
    assert_eq!((text.text.as_str(), text.locked), ("x", Some(true)));
    assert_eq!((text.unlocked, text.hide, text.at.r), (Some(true), Some(true), None));
    let text: pcb::FpText = read(
        "(fp_text value \"x\" (at 1 2 90) (unlocked yes) (layer \"F.SilkS\") (effects (font (size 1 1))))",
    );
    assert_eq!((text.unlocked, text.at.r), (Some(true), Some(90.0)));
    let text: pcb::Text =
        read("(gr_text locked \"x\" (at 1 2) (layer \"F.SilkS\") (effects (font (size 1 1))))");
    assert_eq!((text.text.as_str(), text.locked), ("x", Some(true)));
    let text: pcb::TextBox =
        read("(gr_text_box locked \"x\" (start 1 2) (end 3 4) (layer F.Cu) (effects (font (size 1 1))))");
    assert_eq!((text.text.as_str(), text.locked), ("x", Some(true)));
    let group: pcb::Group = read("(group \"\" locked (id a))");
    assert_eq!((group.name.as_deref(), group.locked), (Some(""), Some(true)));
}

#[test]
fn layers_of_kicad_5_may_be_hidden() {
    let board: pcb::KicadPcb = read(
        "(kicad_pcb (version 20171130) (host pcbnew x) (layers (0 F.Cu signal hide) (31 B.Cu signal \"hide\")))",
    );
    assert_eq!((board.layers[0].alias.as_deref(), board.layers[0].hide), (None, Some(true)));
    assert_eq!((board.layers[1].alias.as_deref(), board.layers[1].hide), (Some("hide"), None));
}

#[test]
fn fills_of_kicad_5_may_consist_of_lines() {
    let fill: pcb::FillSegments =
        read("(fill_segments (pts (xy 0 0) (xy 1 0)) (pts (xy 0 1) (xy 1 1)) (pts (xy 0 2) (xy 1 2)))");
    assert_eq!(fill.pts.iter().map(|line| line.xys[0].y).collect::<Vec<_>>(), [0.0, 1.0, 2.0]);
}

#[test]
fn symbols_may_hold_what_their_units_hold() {
    let symbol: schematic::Symbol = read(
        "(symbol \"x\" (rectangle (start 0 0) (end 1 1) (stroke (width 0)) (fill (type none)))
           (symbol \"x_1_1\" (rectangle (start 0 0) (end 1 1) (stroke (width 0)) (fill (type none)))))",
    );
    assert_eq!((symbol.rectangles.len(), symbol.symbols[0].rectangles.len()), (1, 1));
}

#[test]
fn words_of_barcodes_have_several_spellings() {
    let word = |text: &str| pcb::BarcodeType::schema().by_token(text).map(|member| member.value);
    assert_eq!((word("qr"), word("qrcode"), word("micro_qr")), (Some("qr"), Some("qr"), Some("microqr")));
    assert_eq!(word("data_matrix"), Some("datamatrix"));
}
