//! What is written otherwise than most: fields that stand elsewhere in the elements of some fields, defaults that are not
//! written, and texts without quotes.

use pyzig_model::{Draft, Input, Model as _, Object, Value, dump, load};
use pyzig_model_derive::Model;

/// A text that may be hidden.
#[derive(Debug, PartialEq, Model)]
#[model(module = "sample", token = "property")]
struct Property {
    /// Its name.
    #[field(positional, bare_words = "filters words")]
    name: String,
    /// Where it stands.
    #[field(order = 10)]
    at: f64,
    /// Whether it is hidden.
    #[field(order = 20, other_order = 40)]
    hide: Option<bool>,
    /// Whether its name is shown.
    #[field(order = 30)]
    show_name: Option<bool>,
    /// Factor of its size.
    #[field(default = "1", silent, order = 50)]
    scale: f64,
}

/// What has properties in the usual order.
#[derive(Debug, PartialEq, Model)]
#[model(module = "sample", token = "sheet")]
struct Sheet {
    /// Its properties.
    #[field(repeated, token = "property")]
    properties: Vec<Property>,
}

/// What has properties in the other order.
#[derive(Debug, PartialEq, Model)]
#[model(module = "sample", token = "part")]
struct Part {
    /// Its properties.
    #[field(repeated, token = "property", in_other_order)]
    properties: Vec<Property>,
}

/// Both of them.
#[derive(Debug, PartialEq, Model)]
#[model(module = "sample", token = "both")]
struct Both {
    /// One.
    sheet: Option<Sheet>,
    /// The other.
    part: Option<Part>,
}

/// A file.
#[derive(Debug, PartialEq, Model)]
#[model(module = "sample", file)]
struct BothFile {
    /// Its list.
    both: Both,
}

const USUAL: &str = "(at 1)(hide yes)(show_name no)";
const OTHER: &str = "(at 1)(show_name no)(hide yes)";

/// The text without blanks between lists.
fn dense(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ").replace(" (", "(").replace(" )", ")")
}

fn property(name: &str) -> Draft {
    let schema = Property::schema();
    let values = [
        ("name", Input::Text(name)),
        ("at", Input::Float(1.0)),
        ("hide", Input::Bool(true)),
        ("show_name", Input::Bool(false)),
    ];
    let values = values.map(|(name, value)| (schema.field(name).expect("a field"), value));
    Draft::new(schema, values).expect("a property")
}

fn file(sheet: &str, part: &str) -> Object {
    let text = format!("(both\n\t(sheet{sheet})\n\t(part{part})\n)\n");
    load(BothFile::schema(), text).expect("a file")
}

fn holder(file: &Object, name: &str) -> Object {
    let Ok(Value::Object(both)) = file.get(&BothFile::schema().fields[0]) else {
        panic!("a file has its list")
    };
    let field = Both::schema().field(name).expect("a field");
    let Ok(Value::Object(holder)) = both.get(field) else { panic!("the file has a {name}") };
    holder
}

fn append(file: &Object, name: &str, value: Input<'_>) {
    let holder = holder(file, name);
    holder.list(&holder.schema().fields[0]).insert(usize::MAX, value).expect("a property fits");
}

fn first(file: &Object, name: &str) -> Object {
    let holder = holder(file, name);
    let Ok(Some(Value::Object(first))) = holder.list(&holder.schema().fields[0]).get(0) else {
        panic!("{name} has a property")
    };
    first
}

fn said(file: &Object) -> String {
    dense(&dump(file))
}

#[test]
fn new_elements_are_in_the_order_of_their_place() {
    let file = file("", "");
    let read = property("b").object().expect("it is read");
    append(&file, "sheet", Input::Draft(&property("a")));
    append(&file, "sheet", Input::Object(&read));
    append(&file, "part", Input::Draft(&property("a")));
    append(&file, "part", Input::Object(&read));
    let both = |order| format!("(property \"a\"{order})(property \"b\"{order})");
    assert_eq!(said(&file), format!("(both(sheet{})(part{}))", both(USUAL), both(OTHER)));
}

#[test]
fn elements_that_are_built_whole_are_in_the_order_of_their_place() {
    for (schema, order) in [(Sheet::schema(), USUAL), (Part::schema(), OTHER)] {
        let (draft, read) = (property("a"), property("b").object().expect("it is read"));
        for inputs in [
            vec![Input::Draft(&draft)],
            vec![Input::Object(&read)],
            vec![Input::Draft(&draft), Input::Object(&read)],
        ] {
            let built =
                Object::build(schema, [(&schema.fields[0], Input::Items(inputs))]).expect("it is built");
            let text = dense(&built.text());
            assert_eq!(text.matches(order).count(), text.matches("(property").count(), "{text}");
        }
    }
}

#[test]
fn copies_are_put_into_the_order_of_their_new_place() {
    let file = file(
        "\n\t\t(property \"a\"\n\t\t\t(at 1)\n\t\t\t(hide yes)\n\t\t\t(show_name no)\n\t\t)\n\t",
        "\n\t\t(property \"b\"\n\t\t\t(at 1)\n\t\t\t(show_name no)\n\t\t\t(hide yes)\n\t\t)\n\t",
    );
    let (of_sheet, of_part) = (first(&file, "sheet"), first(&file, "part"));
    append(&file, "sheet", Input::Object(&of_part));
    append(&file, "part", Input::Object(&of_sheet));
    let expected = format!(
        "(both(sheet(property \"a\"{USUAL})(property \"b\"{USUAL}))(part(property \"b\"{OTHER})(property \"a\"{OTHER})))"
    );
    assert_eq!(said(&file), expected);
}

#[test]
fn what_an_element_gets_later_on_is_in_the_order_of_its_place() {
    let shown = "\n\t\t(property \"a\"\n\t\t\t(at 1)\n\t\t\t(show_name no)\n\t\t)\n\t";
    let file = file(shown, shown);
    let hide = Property::schema().field("hide").expect("a field");
    for (name, order) in [("sheet", USUAL), ("part", OTHER)] {
        let first = first(&file, name);
        first.set(hide, Input::Bool(true)).expect("a boolean fits");
        assert_eq!(dense(&first.text()), format!("(property \"a\"{order})"));
        first.set(hide, Input::None).expect("it is optional");
        let holder = holder(&file, name);
        holder.list(&holder.schema().fields[0]).with_objects(|objects| {
            for object in objects {
                object.set(hide, Input::Bool(true)).expect("a boolean fits");
                assert_eq!(dense(&object.text()), format!("(property \"a\"{order})"));
            }
        });
    }
}

#[test]
fn what_stands_in_another_order_stays_there() {
    let unusual = "\n\t\t(property \"a\"\n\t\t\t(show_name no)\n\t\t\t(hide yes)\n\t\t\t(at 1)\n\t\t)\n\t";
    let file = file(unusual, unusual);
    let before = dump(&file);
    for name in ["sheet", "part"] {
        let first = first(&file, name);
        let field = Property::schema().field("at").expect("a field");
        first.set(field, Input::Float(2.0)).expect("a number fits");
        first.set(field, Input::Float(1.0)).expect("a number fits");
    }
    assert_eq!(dump(&file), before);
}

#[test]
fn what_is_taken_out_and_put_back_stands_where_it_stood() {
    let lists = "\n\t\t(property \"a\"\n\t\t\t(at 1)\n\t\t\t(show_name no)\n\t\t\t(hide yes)\n\t\t)\n\t";
    let file = file("", lists);
    let before = dump(&file);
    let taken = first(&file, "part");
    let part = holder(&file, "part");
    part.list(&part.schema().fields[0]).clear().expect("it can be emptied");
    append(&file, "part", Input::Object(&taken));
    assert_eq!(dump(&file), before);
}

#[test]
fn defaults_that_are_silent_are_not_written() {
    let schema = Property::schema();
    let field = schema.field("scale").expect("a field");
    let build = |scale: Option<f64>| {
        let given = scale.map(|scale| (field, Input::Float(scale)));
        let needed = [("name", Input::Text("a")), ("at", Input::Float(1.0))];
        let needed = needed.map(|(name, value)| (schema.field(name).expect("a field"), value));
        Object::build(schema, needed.into_iter().chain(given)).expect("a property")
    };
    for made in [build(None), build(Some(1.0))] {
        assert_eq!(dense(&made.text()), "(property \"a\"(at 1))");
        assert!(matches!(made.get(field), Ok(Value::Float(1.0))));
        made.set(field, Input::Float(1.0)).expect("a number fits");
        assert_eq!(dense(&made.text()), "(property \"a\"(at 1))");
        made.set(field, Input::Float(2.0)).expect("a number fits");
        assert_eq!(dense(&made.text()), "(property \"a\"(at 1)(scale 2))");
    }
    assert_eq!(dense(&build(Some(2.0)).text()), "(property \"a\"(at 1)(scale 2))");
    let said = Object::from_text(schema, "(property \"a\" (at 1) (scale 1))").expect("it is read");
    said.set(field, Input::Float(2.0)).expect("a number fits");
    said.set(field, Input::Float(1.0)).expect("a number fits");
    assert_eq!(dense(&said.text()), "(property \"a\"(at 1)(scale 1))");
}

#[test]
fn some_texts_go_without_quotes() {
    let name = Property::schema().field("name").expect("a field");
    let made = property("filters").object().expect("it is read");
    assert_eq!(dense(&made.text()), format!("(property filters{USUAL})"));
    assert!(matches!(made.get(name), Ok(Value::Text(text)) if text == "filters"));
    for (new, written) in [("other", "\"other\""), ("words", "words"), ("filters words", "\"filters words\"")]
    {
        made.set(name, Input::Text(new)).expect("a text fits");
        assert_eq!(dense(&made.text()), format!("(property {written}{USUAL})"));
    }
    let read = Object::from_text(Property::schema(), "(property \"words\" (at 1))").expect("it is read");
    read.set(name, Input::Text("words")).expect("a text fits");
    assert_eq!(dense(&read.text()), "(property \"words\"(at 1))");
}
