//! Objects made from nothing, and rebuilt.

use pyzig_model::{Draft, ErrorKind, Input, List, Model, Object, Schema, dump, load};

use crate::format::{At, Part, ShopFile, TEXT, field, item, object, part_named, read, set};

#[test]
fn objects_are_built_in_the_layout_of_kicad() {
    let at = Object::build(
        At::schema(),
        [(&At::schema().fields[0], Input::Float(1.0 / 3.0)), (&At::schema().fields[1], Input::Int(2))],
    )
    .unwrap();
    let inner = part_named("inner");
    let fields = Part::schema().fields;
    let given = |name: &str| fields.iter().find(|field| field.name == name).unwrap();
    let part = Object::build(
        Part::schema(),
        [
            (given("name"), Input::Text("outer")),
            (given("locked"), Input::Bool(true)),
            (given("parts"), Input::Items(vec![Input::Object(&inner)])),
            (given("at"), Input::Object(&at)),
            (given("tags"), Input::Items(vec![Input::Text("t")])),
            (given("hidden"), Input::Bool(false)),
        ],
    )
    .unwrap();
    let file =
        Object::build(ShopFile::schema(), [(&ShopFile::schema().fields[0], Input::Object(&part))]).unwrap();
    let text = "(part \"outer\" locked\n\t(at 0.3333333333 2)\n\t(tags \"t\")\n\t(count 1)\n\t(hidden no)\n\t(part \"inner\"\n\t\t(count 1)\n\t)\n)\n";
    assert_eq!(dump(&file), text);
    assert_eq!(dump(&object(&file, "part")), text);
    assert!(part.equals(&object(&file, "part")));
    assert!(Object::from_text(Part::schema(), &part.text()).unwrap().equals(&part));
    let reread = load(ShopFile::schema(), text).unwrap();
    assert!(!reread.equals(&file), "a third has more digits than a file");
}

#[test]
fn drafts_are_taken_as_the_objects_that_they_spell() {
    type Change = fn(&List, Input<'_>) -> Result<(), pyzig_model::Error>;
    let at = draft(At::schema(), [("x", Input::Float(1.0 / 3.0)), ("y", Input::Int(2))]);
    let inner = draft(Part::schema(), [("name", Input::Text("inner"))]);
    let read_at = at.clone().object().unwrap();
    let parts = [
        draft(
            Part::schema(),
            [
                (
                    "parts",
                    Input::Items(vec![Input::Draft(&inner), Input::Object(&item(&read().1, "parts", 1))]),
                ),
                ("name", Input::Text("outer")),
                ("at", Input::Draft(&at)),
                ("tags", Input::Items(vec![Input::Text("t"), Input::Text("\"")])),
                ("locked", Input::Bool(true)),
            ],
        ),
        inner.clone(),
    ];
    for part in &parts {
        let object = part.clone().object().unwrap();
        let changes: [Change; 6] = [
            |list, new| list.insert(0, new),
            |list, new| list.insert(1, new),
            |list, new| list.insert(usize::MAX, new),
            |list, new| list.set(1, new),
            |list, new| list.replace(vec![new.clone(), new]),
            |list, new| list.splice(0, 1, vec![new.clone(), new]).map(drop),
        ];
        for change in changes {
            let dumped = [Input::Draft(part), Input::Object(&object)].map(|new| {
                let (file, part) = read();
                change(&part.list(field(&part, "parts")), new).unwrap();
                dump(&file)
            });
            assert_eq!(dumped[0], dumped[1]);
            assert!(dumped[0].contains("inner"), "{}", dumped[0]);
        }
        let (file, whole) = read();
        let list = whole.list(field(&whole, "parts"));
        list.insert(1, Input::Draft(part)).unwrap();
        assert!(item(&whole, "parts", 1).equals(&object));
        assert!(list.remove(1).unwrap());
        assert_eq!(dump(&file), TEXT);
        assert!(list.insert(0, Input::Draft(&at)).is_err());
        assert_eq!(dump(&file), TEXT);
    }
    for place in [None, Some(0), Some(1)] {
        let (file, part) = read();
        let part = place.map_or(part.clone(), |place| item(&part, "parts", place));
        set(&part, "at", Input::Draft(&at));
        assert!(object(&part, "at").equals(&read_at) && dump(&file).contains("(at 0.3333333333 2)"));
    }
    let missing = Draft::new(At::schema(), [(&At::schema().fields[0], Input::Int(1))]).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::MissingField);
}

fn draft<'a>(schema: &'static Schema, values: impl IntoIterator<Item = (&'static str, Input<'a>)>) -> Draft {
    let values = values.into_iter().map(|(name, value)| (schema.field(name).unwrap(), value));
    Draft::new(schema, values).unwrap()
}

#[test]
fn rebuilding_keeps_values_and_nothing_else() {
    let text = "(part \"a\" (odd 1) (files) (tags) (count 1)\n(part \"b\" locked (hidden yes))  (at 1.50 2)(part \"c\"))";
    let file = load(ShopFile::schema(), text).unwrap();
    let rebuilt = file.rebuilt().unwrap();
    let clean = "(part \"a\"
\t(at 1.5 2)
\t(count 1)
\t(part \"b\" locked
\t\t(count 1)
\t\t(hidden yes)
\t)
\t(part \"c\"
\t\t(count 1)
\t)
)
";
    assert_eq!(dump(&rebuilt), clean);
    assert!(rebuilt.equals(&file));
    assert_eq!(dump(&file), text);
    assert_eq!(dump(&rebuilt.rebuilt().unwrap()), dump(&rebuilt));
}

#[test]
fn rebuilding_keeps_the_order_of_what_is_repeated() {
    let text = "(part \"a\" (file x) (part \"b\") (file y) (weight 2.5) (count 1) (part \"c\"))";
    let rebuilt = load(ShopFile::schema(), text).unwrap().rebuilt().unwrap();
    let words = ["a", "(count 1)", "(weight 2.5)", "x", "\"b\"", "y", "\"c\""];
    let written = dump(&rebuilt);
    let places: Vec<_> = words.iter().map(|word| written.find(word).unwrap()).collect();
    assert!(places.is_sorted(), "{written}");
    for weight in ["2", "2.50", "2.5000", "2.12345"] {
        let text = format!("(part \"a\" (count 1) (weight {weight}))");
        let rebuilt = load(ShopFile::schema(), text.as_str()).unwrap().rebuilt().unwrap();
        assert!(dump(&rebuilt).contains(&format!("(weight {weight})")), "{weight}");
    }
}

#[test]
fn rebuilding_checks_values() {
    let wrong = load(ShopFile::schema(), "(part \"a\" (part \"b\" (at x 1)))").unwrap();
    assert_eq!(wrong.rebuilt().unwrap_err().kind(), ErrorKind::UnexpectedType);
    let missing = load(ShopFile::schema(), "(part \"a\" (part))").unwrap();
    assert_eq!(missing.rebuilt().unwrap_err().kind(), ErrorKind::MissingField);
}

#[test]
fn rebuilding_goes_deep() {
    let depth = 200;
    let text = format!("{}{}", "(part \"a\" ".repeat(depth), ")".repeat(depth));
    let file = load(ShopFile::schema(), text).unwrap();
    assert!(file.rebuilt().unwrap().equals(&file));
}
