//! Nested structs that KiCad reads a file without: every value of theirs is there all the same, reading them changes
//! nothing, and changing one changes no more than it has to.

mod support;

use std::path::Path;

use pyzig_kicad::{footprint, pcb, schematic};
use pyzig_model::{Input, Kind, Model, Object, Value, dump, load};
use support::{edits, faults, schema_of};

fn object<T: Model>(text: &str) -> Object {
    Object::from_text(T::schema(), text).expect("the text is one list")
}

fn read<T: Model>(text: &str) -> T {
    T::read(&object::<T>(text)).expect("every value is there")
}

#[test]
fn pads_lie_at_the_origin_and_have_the_size_of_new_ones() {
    let pad: pcb::Pad = read("(pad \"1\" smd rect (layers \"F.Cu\"))");
    assert_eq!(
        (pad.at, pad.size),
        (pcb::Xyr { x: 0.0, y: 0.0, r: None }, pcb::Wh { w: 1.524, h: Some(1.524) })
    );
}

#[test]
fn texts_without_effects_are_smaller_than_those_without_a_font() {
    let text: pcb::Text = read("(gr_text \"x\")");
    assert_eq!(text.effects.font.size, Some(pcb::Wh { w: 1.27, h: Some(1.27) }));
    assert_eq!((text.layer.layer.as_str(), text.at.x), ("F.Cu", 0.0));
    let text: pcb::Text = read("(gr_text \"x\" (effects (justify left)))");
    assert_eq!(text.effects.font.size, None);
    let boxed: pcb::TextBox = read("(gr_text_box \"x\" (start 0 0) (end 1 1) (layer \"F.Cu\"))");
    assert_eq!(boxed.effects.justify.and_then(|justify| justify.justify1), Some(pcb::JustifyWord::Left));
}

#[test]
fn shapes_of_symbols_have_a_thin_line_and_no_filling() {
    let circle: schematic::Circle = read("(circle (radius 1))");
    assert_eq!((circle.stroke.width, circle.stroke.r#type), (0.0, schematic::StrokeType::Default));
    assert_eq!((circle.fill.r#type, circle.center.x), (schematic::FillType::None, 0.0));
    // A stroke that says no width is as wide as lines on a sheet.
    let wire: schematic::Wire = read("(wire (stroke (type dash)))");
    assert_eq!((wire.stroke.width, wire.pts.xys.len()), (0.1524, 2));
    let fill: schematic::Fill = read("(fill)");
    assert_eq!(fill.r#type, schematic::FillType::None);
}

#[test]
fn what_kicad_refuses_to_do_without_is_missing() {
    for (text, schema, name) in [
        ("(fp_line (end 1 1))", pcb::Line::schema(), "start"),
        ("(fp_poly (fill yes))", pcb::Polygon::schema(), "pts"),
        ("(polyline)", schematic::Polyline::schema(), "pts"),
        ("(table_cell \"x\")", schematic::TableCell::schema(), "size"),
    ] {
        let object = Object::from_text(schema, text).expect("the text is one list");
        let field = schema.field(name).expect("the field is declared");
        let error = object.get(field).map(drop).expect_err("the value is missing");
        assert!(error.to_string().contains(&format!("missing `{name}`")), "{error}");
    }
}

#[test]
fn one_change_puts_in_what_kicad_reads() {
    let text = "(footprint \"x\"\n\t(pad \"1\" smd rect\n\t\t(layers \"F.Cu\")\n\t)\n)\n";
    let file = load(footprint::FootprintFile::schema(), text).expect("the text is a footprint");
    let nested =
        |object: &Object, name: &str| match object.get(object.schema().field(name).expect("declared")) {
            Ok(Value::Object(nested)) => nested,
            Ok(Value::List(list)) => match list.get(0).expect("it fits").map(Value::into_owned) {
                Some(Value::Object(nested)) => nested,
                other => panic!("{other:?}"),
            },
            other => panic!("{name}: {other:?}"),
        };
    let size = nested(&nested(&nested(&file, "footprint"), "pads"), "size");
    size.set(size.schema().field("w").expect("declared"), Input::Float(2.0)).expect("a number fits");
    let changed = text.replace("rect\n", "rect\n\t\t(size 2 1.524)\n");
    assert_eq!(dump(&file), changed);
}

/// Takes everything out of a file that may be absent, from the inside out.
fn without_optional_structs(text: &str) -> Option<String> {
    let schema = schema_of(text)?;
    let file = load(schema, text).expect("the sample is read");
    let mut objects = vec![file.clone()];
    let mut next = 0;
    while let Some(object) = objects.get(next).cloned() {
        for field in object.schema().fields {
            match object.get(field).map(Value::into_owned) {
                Ok(Value::Object(nested)) => objects.push(nested),
                Ok(Value::List(list)) => {
                    objects.extend(list.snapshot().ok()?.into_iter().filter_map(|item| match item {
                        Value::Object(nested) => Some(nested),
                        _ => None,
                    }));
                }
                _ => {}
            }
        }
        next += 1;
    }
    for object in objects.iter().rev() {
        for field in object.schema().fields {
            if field.absent.is_some() && matches!(field.kind, Kind::Struct(_)) {
                object.set(field, Input::None).expect("what may be absent can be taken out");
            }
        }
    }
    Some(dump(&file)).filter(|shorter| shorter != text)
}

#[test]
fn samples_without_them_are_read_and_changed_like_all_others() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let mut checked = 0;
    for entry in std::fs::read_dir(folder).expect("there are samples") {
        let path = entry.expect("the folder can be read").path();
        let text = std::fs::read_to_string(&path).expect("the sample is text");
        let Some(text) = without_optional_structs(&text) else { continue };
        checked += 1;
        assert_eq!(faults(&text), Vec::<String>::new(), "{}", path.display());
        let file = load(schema_of(&text).expect("a format reads it"), text.as_str()).expect("it is read");
        assert_eq!(edits::write_back(&file), Vec::<String>::new(), "{}", path.display());
        assert_eq!(dump(&file), text, "{}", path.display());
        let picks = (0..300_u64).map(|pick| pick.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20);
        assert_eq!(edits::faults(&file, &text, picks), Vec::<String>::new(), "{}", path.display());
    }
    assert!(checked > 8, "{checked} samples have something that may be absent");
}
