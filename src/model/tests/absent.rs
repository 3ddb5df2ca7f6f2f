//! Nested structs that a file leaves out: they are read all the same, and put in when they are first changed.

use std::thread;

use proptest::prelude::{Strategy, any, prop_oneof, proptest};
use proptest::{collection, prop_assert, prop_assert_eq};
use pyzig_model::{Field, Input, Model, ModuleSchema, Object, Value, dump, load};

/// A place.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "shop", token = "at")]
struct At {
    /// To the right.
    #[field(positional)]
    x: f64,
    /// Downwards.
    #[field(positional)]
    y: f64,
}

/// Letters.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "shop", token = "font")]
struct Font {
    /// Height.
    size: Option<f64>,
    /// Styles.
    styles: Vec<String>,
    /// Shift.
    #[field(absent = "1 1")]
    shift: At,
}

/// How it looks.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "shop", token = "look")]
struct Look {
    /// Letters.
    #[field(absent = "(size 1.5)")]
    font: Font,
}

/// A sign.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "shop", token = "sign")]
struct Sign {
    /// What it says.
    #[field(positional)]
    text: String,
    /// Where it stands. Once called `pos`.
    #[field(absent = "0 0", alias = "pos", order = 10)]
    at: At,
    /// How it looks.
    #[field(absent = "", order = 30)]
    look: Look,
    /// Number.
    #[field(order = 20)]
    number: Option<i32>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "shop", file)]
struct SignFile {
    /// The sign.
    sign: Sign,
}

static MODULE: ModuleSchema = pyzig_model::module! {
    name: "shop",
    doc: "Signs.",
    file: SignFile,
    structs: [At, Font, Look, Sign, SignFile],
    enums: [],
};

const TEXT: &str = "(sign \"a\"\n\t(number 7)\n)\n";

fn file(text: &str) -> Object {
    load(SignFile::schema(), text).expect("the text is a file")
}

fn field(object: &Object, name: &str) -> &'static Field {
    object.schema().field(name).expect("the field is declared")
}

fn nested(object: &Object, path: &str) -> Object {
    path.split('.').fold(object.clone(), |object, name| match object.get(field(&object, name)) {
        Ok(Value::Object(nested)) => nested,
        other => panic!("{name} is {other:?}"),
    })
}

fn set(object: &Object, name: &str, value: Input<'_>) {
    object.set(field(object, name), value).expect("the value fits");
}

fn number(object: &Object, name: &str) -> f64 {
    match object.get(field(object, name)) {
        Ok(Value::Float(number)) => number,
        other => panic!("{name} is {other:?}"),
    }
}

#[test]
fn reading_changes_nothing() {
    let file = file(TEXT);
    let read = SignFile::read(&file).expect("all values are there");
    assert_eq!(read.sign.at, At { x: 0.0, y: 0.0 });
    assert_eq!((read.sign.look.font.size, read.sign.look.font.shift.x), (Some(1.5), 1.0));
    let at = nested(&file, "sign.at");
    assert_eq!(nested(&file, "sign.at"), at);
    assert!(at.element().is_pending());
    assert_eq!(at.repr(), "shop.At(x=0, y=0)");
    assert_eq!((file.validate(), file.unknown()), (Vec::new(), Vec::new()));
    assert_eq!(dump(&file), TEXT);
    assert!(pyzig_model::is_unchanged_file(&file));
}

#[test]
fn the_first_change_puts_it_in() {
    let file = file(TEXT);
    let at = nested(&file, "sign.at");
    let same = nested(&file, "sign.at");
    set(&at, "x", Input::Float(2.5));
    assert_eq!(dump(&file), "(sign \"a\"\n\t(at 2.5 0)\n\t(number 7)\n)\n");
    set(&same, "y", Input::Float(3.0));
    assert_eq!(dump(&file), "(sign \"a\"\n\t(at 2.5 3)\n\t(number 7)\n)\n");
    assert_eq!(nested(&file, "sign.at"), at);
    assert!(!at.element().is_pending());
}

#[test]
fn what_it_stands_in_is_put_in_as_well() {
    let file = file(TEXT);
    let shift = nested(&file, "sign.look.font.shift");
    set(&shift, "y", Input::Float(2.0));
    let expected =
        "(sign \"a\"\n\t(number 7)\n\t(look\n\t\t(font\n\t\t\t(size 1.5)\n\t\t\t(shift 1 2)\n\t\t)\n\t)\n)\n";
    assert_eq!(dump(&file), expected);
    let font = nested(&file, "sign.look.font");
    assert_eq!(nested(&font, "shift"), shift);
}

#[test]
fn a_change_of_a_list_puts_it_in() {
    let file = file(TEXT);
    let font = nested(&file, "sign.look.font");
    let styles = font.list(field(&font, "styles"));
    assert!(styles.is_empty());
    styles.insert(0, Input::Text("bold")).expect("a text fits");
    assert!(dump(&file).contains("(styles \"bold\")"), "{}", dump(&file));
    assert_eq!(styles.len(), 1);
}

#[test]
fn writing_back_what_was_read_changes_nothing() {
    let file = file(TEXT);
    let sign = nested(&file, "sign");
    let (at, look) = (nested(&sign, "at"), nested(&sign, "look"));
    set(&at, "x", Input::Float(0.0));
    set(&sign, "at", Input::Object(&at));
    set(&sign, "at", Input::Object(&at.copy()));
    set(&sign, "at", Input::None);
    set(&look, "font", Input::Object(&nested(&look, "font").copy()));
    set(&sign, "look", Input::Object(&look.rebuilt().expect("all values are there")));
    assert_eq!(dump(&file), TEXT);
}

#[test]
fn views_see_what_is_assigned_meanwhile() {
    let file = file(TEXT);
    let sign = nested(&file, "sign");
    let at = nested(&sign, "at");
    let new = Object::from_text(At::schema(), "(at 4 5)").expect("the text is one list");
    set(&sign, "at", Input::Object(&new));
    assert_eq!(dump(&file), "(sign \"a\"\n\t(at 4 5)\n\t(number 7)\n)\n");
    assert_eq!((number(&at, "x"), nested(&sign, "at")), (4.0, at));
    // Where nobody has a view, it is a plain list, and can be taken away again.
    set(&sign, "at", Input::None);
    assert_eq!(dump(&file), TEXT);
    assert_eq!(nested(&sign, "at").text(), "(at 0 0)");
}

#[test]
fn it_stays_outside_where_another_has_come() {
    let file = file(TEXT);
    let sign = nested(&file, "sign");
    let at = nested(&sign, "at");
    let list = sexp::Document::synthetic("(pos 8 9)".to_owned()).expect("a list");
    sign.element().edit(|items| items.insert_list(2, list));
    set(&at, "x", Input::Float(1.0));
    assert_eq!((number(&at, "x"), number(&nested(&sign, "at"), "x")), (1.0, 8.0));
    assert_eq!(dump(&file).matches("(at").count(), 0);
}

#[test]
fn copies_are_on_their_own() {
    let file = file(TEXT);
    let sign = nested(&file, "sign");
    let at = nested(&sign, "at");
    let copy = sign.copy();
    set(&nested(&copy, "at"), "x", Input::Float(1.0));
    set(&at.copy(), "x", Input::Float(2.0));
    assert_eq!(dump(&file), TEXT);
    assert_eq!(nested(&copy, "at").text(), "(at 1 0)");
    assert!(!copy.equals(&sign));
}

#[test]
fn a_view_keeps_what_it_is_put_into() {
    let at = nested(&file(TEXT), "sign.at");
    set(&at, "x", Input::Float(1.0));
    assert_eq!(at.text(), "(at 1 0)");
}

#[test]
fn new_elements_must_have_it() {
    assert!(Object::build(Sign::schema(), [(&Sign::schema().fields[0], Input::Text("a"))]).is_err());
    let rebuilt = file(TEXT).rebuilt().expect("all values are there");
    assert!(dump(&rebuilt).contains("(at 0 0)"));
}

#[test]
fn threads_put_it_in_once() {
    for _ in 0..50 {
        let file = file(TEXT);
        let views: Vec<_> = (0..4).map(|_| nested(&file, "sign.look.font.shift")).collect();
        thread::scope(|scope| {
            for (index, view) in (2_u8..).zip(&views) {
                scope.spawn(move || {
                    set(view, if index % 2 == 0 { "x" } else { "y" }, Input::Float(index.into()));
                });
            }
        });
        let text = dump(&file);
        assert_eq!(text.matches("(shift").count(), 1, "{text}");
        assert!(views.iter().all(|view| text.contains(&view.text())), "{text}");
    }
}

#[test]
fn descriptions_are_checked() {
    assert_eq!(MODULE.problems(), Vec::<String>::new());
}

/// A step of a script.
#[derive(Clone, Debug)]
enum Step {
    /// Takes a view of a nested object.
    View(usize),
    /// Sets a number of the last view.
    Number(bool, i8),
    /// Sets a nested object to one with these numbers, or to nothing.
    Assign(usize, Option<(i8, i8)>),
    /// Sets the number of the sign.
    Other(i8),
}

const PATHS: [(&str, &str, i8); 2] = [("", "at", 0), ("look.font", "shift", 1)];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0..2_usize).prop_map(Step::View),
        (any::<bool>(), -2..3_i8).prop_map(|(first, number)| Step::Number(first, number)),
        (0..2_usize, proptest::option::of((-2..3_i8, -2..3_i8)))
            .prop_map(|(at, value)| Step::Assign(at, value)),
        (0..3_i8).prop_map(Step::Other),
    ];
    collection::vec(step, 0..24)
}

proptest! {
    /// Values are those of a model that knows of no text, and the text says the same when it is read anew.
    #[test]
    fn values_are_those_that_were_set(steps in steps()) {
        let file = file(TEXT);
        let sign = nested(&file, "sign");
        let owner = |path: &str| if path.is_empty() { sign.clone() } else { nested(&sign, path) };
        let mut values = PATHS.map(|(_, _, said)| (said, said));
        let floats = |(x, y): (i8, i8)| (f64::from(x), f64::from(y));
        let mut last = None;
        let mut views = Vec::new();
        let mut is_changed = false;
        for step in steps {
            match step {
                Step::View(at) => {
                    let view = nested(&owner(PATHS[at].0), PATHS[at].1);
                    views.push((at, view.clone()));
                    last = Some((at, view));
                }
                Step::Number(first, new) => {
                    let Some((at, view)) = &last else { continue };
                    let value = if first { &mut values[*at].0 } else { &mut values[*at].1 };
                    is_changed |= *value != new;
                    *value = new;
                    set(view, if first { "x" } else { "y" }, Input::Float(new.into()));
                }
                Step::Assign(at, Some((x, y))) => {
                    is_changed |= values[at] != (x, y);
                    values[at] = (x, y);
                    let new = Object::from_text(At::schema(), &format!("(at {x} {y})")).expect("a list");
                    set(&owner(PATHS[at].0), PATHS[at].1, Input::Object(&new));
                }
                Step::Assign(at, None) => {
                    values[at] = (PATHS[at].2, PATHS[at].2);
                    set(&owner(PATHS[at].0), PATHS[at].1, Input::None);
                    // Views of what was taken out are on their own.
                    views.retain(|(of, view)| *of != at || view.element().is_pending());
                    last = last.filter(|(of, view)| *of != at || view.element().is_pending());
                }
                Step::Other(number) => {
                    is_changed |= number != 7;
                    set(&sign, "number", Input::Int(number.into()));
                }
            }
            for (at, (path, name, _)) in PATHS.iter().enumerate() {
                let now = nested(&owner(path), name);
                prop_assert_eq!((number(&now, "x"), number(&now, "y")), floats(values[at]));
            }
            for (at, view) in &views {
                prop_assert_eq!((number(view, "x"), number(view, "y")), floats(values[*at]));
            }
        }
        let text = dump(&file);
        if !is_changed {
            prop_assert_eq!(&text, TEXT);
        }
        let again = load(SignFile::schema(), text).expect("what was written can be read");
        prop_assert!(again.equals(&file));
    }
}
