//! Reading and writing through schemas, over a small format of our own.

use pyzig_model::{
    Arity, Draft, ErrorKind, Field, Input, List, Model, ModelEnum, Object, Schema, Value, dump, load,
};
use sexp::SyntaxErrorKind;

/// A point.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "shop", token = "at")]
struct At {
    /// To the right.
    #[field(positional)]
    x: f64,
    /// Downwards.
    #[field(positional)]
    y: f64,
    /// Rotation.
    #[field(positional)]
    r: Option<f64>,
}

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "shop", name = "E_color")]
enum Color {
    /// Red.
    Red,
    /// Dark green.
    #[value("dark_green", alias = "dgreen")]
    DarkGreen,
    /// As a number.
    #[value("FULL", token = "2")]
    Full,
}

/// A part.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "shop", token = "part")]
struct Part {
    /// Name.
    #[field(positional)]
    name: String,
    /// Colour.
    #[field(positional)]
    color: Option<Color>,
    /// Place.
    at: Option<At>,
    /// Tags.
    tags: Vec<String>,
    /// Count.
    #[field(default = "1")]
    count: i32,
    /// Weight.
    #[field(decimals = 3)]
    weight: Option<f64>,
    /// Whether it is hidden.
    hidden: Option<bool>,
    /// Whether it is locked.
    #[field(word)]
    locked: Option<bool>,
    /// Parts within.
    #[field(repeated, token = "part")]
    parts: Vec<Part>,
    /// Files.
    #[field(repeated, token = "file")]
    files: Vec<String>,
}

/// The file.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "shop", file)]
struct ShopFile {
    /// The part.
    part: Part,
}

const TEXT: &str = "(part \"a\" red
\t(at 1.50 2)
\t(tags \"x\" y)
\t(odd 1)
\t(part \"b\" locked
\t\t(hidden yes)
\t)
\t(part \"c\"
\t\t(count 3)
\t)
)
";

fn read() -> (Object, Object) {
    let file = load(ShopFile::schema(), TEXT).unwrap();
    let part = object(&file, "part");
    (file, part)
}

fn field(object: &Object, name: &str) -> &'static Field {
    object.schema().field(name).unwrap()
}

fn object(parent: &Object, name: &str) -> Object {
    match parent.get(field(parent, name)).unwrap() {
        Value::Object(object) => object,
        other => panic!("{other:?}"),
    }
}

fn item(parent: &Object, name: &str, index: usize) -> Object {
    match parent.list(field(parent, name)).get(index).unwrap().unwrap() {
        Value::Object(object) => object,
        other => panic!("{other:?}"),
    }
}

fn set(object: &Object, name: &str, value: Input<'_>) {
    object.set(field(object, name), value).unwrap();
}

fn texts(parent: &Object, name: &str) -> Vec<String> {
    let list = parent.list(field(parent, name));
    let values = list.snapshot().unwrap();
    values.into_iter().map(text).collect()
}

fn text_at(list: &List, index: usize) -> Option<String> {
    list.get(index).unwrap().map(text)
}

fn text(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.into_owned(),
        other => panic!("{other:?}"),
    }
}

fn part(name: &str) -> Object {
    Object::build(Part::schema(), [(&Part::schema().fields[0], Input::Text(name))]).unwrap()
}

#[test]
fn a_snapshot_holds_what_the_file_says() {
    let (_, part) = read();
    let snapshot = Part::read(&part).unwrap();
    assert_eq!(snapshot.name, "a");
    assert_eq!(snapshot.color, Some(Color::Red));
    assert_eq!(snapshot.at, Some(At { x: 1.5, y: 2.0, r: None }));
    assert_eq!(snapshot.tags, ["x", "y"]);
    assert_eq!((snapshot.count, snapshot.hidden, snapshot.locked), (1, None, None));
    assert_eq!(snapshot.parts[0].locked, Some(true));
    assert_eq!(snapshot.parts[0].hidden, Some(true));
    assert_eq!(snapshot.parts[1].count, 3);
    assert!(snapshot.files.is_empty());
}

#[test]
fn setting_a_field_changes_its_value_alone() {
    for (change, old, new) in [
        (
            Box::new(|part: &Object| set(&object(part, "at"), "x", Input::Float(3.25)))
                as Box<dyn Fn(&Object)>,
            "1.50",
            "3.25",
        ),
        (Box::new(|part| set(&object(part, "at"), "r", Input::Int(90))), "1.50 2", "1.50 2 90"),
        (Box::new(|part| set(part, "name", Input::Text("q\"uote"))), "\"a\"", "\"q\\\"uote\""),
        (Box::new(|part| set(part, "color", Input::Text("dark_green"))), "red", "dark_green"),
        (Box::new(|part| set(part, "color", Input::Text("FULL"))), "red", "2"),
        (Box::new(|part| set(part, "color", Input::None)), " red", ""),
        (Box::new(|part| set(part, "at", Input::None)), "\t(at 1.50 2)\n", ""),
        (Box::new(|part| set(&item(part, "parts", 0), "locked", Input::Bool(false))), " locked", ""),
        (Box::new(|part| set(&item(part, "parts", 1), "locked", Input::Bool(true))), "\"c\"", "\"c\" locked"),
        (
            Box::new(|part| set(&item(part, "parts", 0), "hidden", Input::Bool(false))),
            "hidden yes",
            "hidden no",
        ),
        (Box::new(|part| set(&item(part, "parts", 1), "count", Input::Int(4))), "count 3", "count 4"),
        (
            Box::new(|part| set(part, "hidden", Input::Bool(true))),
            "\t(odd 1)\n",
            "\t(hidden yes)\n\t(odd 1)\n",
        ),
    ] {
        let (file, part) = read();
        change(&part);
        assert_eq!(dump(&file), TEXT.replacen(old, new, 1));
        assert_eq!(dump(&part), dump(&file));
    }
}

#[test]
fn writing_what_was_read_changes_nothing() {
    let (file, part) = read();
    let at = object(&part, "at");
    set(&part, "at", Input::Object(&at));
    set(&part, "at", Input::Object(&at.copy()));
    set(&at, "x", Input::Float(2.0));
    set(&at, "x", Input::Float(1.5));
    set(&part, "count", Input::Int(1));
    set(&part, "locked", Input::None);
    let first = item(&part, "parts", 0);
    let second = item(&part, "parts", 1);
    set(&part, "parts", Input::Items(vec![Input::Object(&first), Input::Object(&second)]));
    set(&part, "tags", Input::Items(vec![Input::Text("x"), Input::Text("y")]));
    assert_eq!(dump(&file), TEXT);
    assert!(!file.element().document().is_edited());
}

#[test]
fn whole_numbers_stay_however_they_are_spelled() {
    for (spelling, number) in [("1_0", 10), ("0x10", 16), ("1e2", 100), ("7.0", 7), ("+3", 3)] {
        let text = TEXT.replace("(count 3)", &format!("(count {spelling})"));
        let file = load(ShopFile::schema(), text.as_str()).unwrap();
        let part = item(&object(&file, "part"), "parts", 1);
        assert!(matches!(part.get(field(&part, "count")), Ok(Value::Int(read)) if read == number));
        set(&part, "count", Input::Int(number));
        assert_eq!(dump(&file), text);
        set(&part, "count", Input::Int(number + 1));
        assert_eq!(dump(&file), text.replace(spelling, &(number + 1).to_string()));
        set(&part, "count", Input::Int(number));
        assert_eq!(dump(&file), text);
    }
}

#[test]
fn views_see_what_is_assigned_to_their_field() {
    let (file, part) = read();
    let view = object(&part, "at");
    let new = Object::build(
        At::schema(),
        [(&At::schema().fields[0], Input::Int(7)), (&At::schema().fields[1], Input::Float(0.1 + 0.2))],
    )
    .unwrap();
    set(&part, "at", Input::Object(&new));
    assert_eq!(At::read(&view).unwrap(), At { x: 7.0, y: 0.1 + 0.2, r: None });
    set(&new, "x", Input::Int(9));
    assert_eq!(At::read(&view).unwrap().x.to_string(), "7");
    assert_eq!(dump(&file), TEXT.replace("1.50 2", "7 0.3"));
}

#[test]
fn lists_of_objects_change_by_whole_lines() {
    let (file, part) = read();
    let parts = part.list(field(&part, "parts"));
    parts.insert(99, Input::Object(&item(&part, "parts", 1))).unwrap();
    let copy = "\t(part \"c\"\n\t\t(count 3)\n\t)\n";
    assert_eq!(dump(&file), TEXT.replace(copy, &format!("{copy}{copy}")));
    let first = item(&part, "parts", 0);
    assert!(parts.remove(0).unwrap());
    assert!(!parts.remove(2).unwrap());
    let without = TEXT.replace("\t(part \"b\" locked\n\t\t(hidden yes)\n\t)\n", "");
    assert_eq!(dump(&file), without.replace(copy, &format!("{copy}{copy}")));
    set(&first, "name", Input::Text("gone"));
    assert_eq!(Part::read(&first).unwrap().name, "gone");
    assert!(!dump(&file).contains("gone"));
    parts.remove(1).unwrap();
    parts
        .insert(
            0,
            Input::Object(&Object::from_text(Part::schema(), "(part \"b\" locked (hidden yes))").unwrap()),
        )
        .unwrap();
    assert_eq!(dump(&file), TEXT);
}

/// Elements in any choice and order, some of them twice, and new ones among them.
#[test]
fn elements_that_stay_are_the_same_when_all_are_replaced() {
    const COUNT: usize = 12;
    let rows: Vec<String> = (0..COUNT).map(|n| format!("\t(part \"{n}\"\n\t\t(count {n})\n\t)\n")).collect();
    let text = format!("(part \"a\"\n{})\n", rows.concat());
    let mut state = 1_u64;
    let mut random = |end: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % end
    };
    for round in 0..400 {
        let file = load(ShopFile::schema(), text.clone()).unwrap();
        let part = object(&file, "part");
        let parts = part.list(field(&part, "parts"));
        let own: Vec<Object> = (0..COUNT).map(|index| item(&part, "parts", index)).collect();
        let new = part_named("new");
        // From hardly any to more than there are.
        let length = random(COUNT + 4);
        let in_order = round % 3 > 0;
        let mut picked: Vec<usize> = (0..length).map(|_| random(COUNT + 1 + round % 3)).collect();
        if in_order {
            picked.sort_unstable();
        }
        let chosen: Vec<&Object> = picked.iter().map(|number| own.get(*number).unwrap_or(&new)).collect();
        parts.replace(chosen.iter().map(|object| Input::Object(object)).collect()).unwrap();
        let names = |parts: &List| {
            let names = (0..parts.len()).map(|index| item(parts.object(), "parts", index));
            names.map(|part| Part::read(&part).unwrap().name).collect::<Vec<_>>()
        };
        let wanted: Vec<_> = chosen.iter().map(|object| Part::read(object).unwrap().name).collect();
        assert_eq!(names(&parts), wanted, "{picked:?}");
        let gaps = picked.iter().filter(|number| **number >= COUNT).count();
        if in_order && gaps < 2 {
            let mut first = picked.iter().copied().filter(|number| *number < COUNT).collect::<Vec<_>>();
            first.dedup();
            assert!(first.iter().all(|number| parts.position_of(&own[*number]).is_some()), "{picked:?}");
        }
        parts.replace(own.iter().map(Input::Object).collect()).unwrap();
        assert_eq!(names(&parts), (0..COUNT).map(|n| n.to_string()).collect::<Vec<_>>());
        assert_eq!(dump(&file), text, "{picked:?}");
    }
}

#[test]
fn lists_can_be_reordered_and_replaced() {
    let (file, part) = read();
    let parts = part.list(field(&part, "parts"));
    let second = item(&part, "parts", 1);
    parts.reorder(&[1, 0]).unwrap();
    assert_eq!(parts.position_of(&second), Some(0));
    parts.reorder(&[1, 0]).unwrap();
    assert_eq!(dump(&file), TEXT);
    let (x, y) = (part_named("x"), part_named("y"));
    parts.replace(vec![Input::Object(&second), Input::Object(&x), Input::Object(&y)]).unwrap();
    let names: Vec<_> = Part::read(&part).unwrap().parts.into_iter().map(|part| part.name).collect();
    assert_eq!(names, ["c", "x", "y"]);
    parts.clear().unwrap();
    assert!(parts.is_empty());
    assert!(dump(&file).ends_with("\t(odd 1)\n)\n"));
}

#[test]
fn numbers_may_be_set_again_and_again() {
    let (file, part) = read();
    let at = object(&part, "at");
    for number in [4.0, 5.25, -0.0, 1e-5, 5.25, 5.25] {
        for (name, number) in [("y", number + 1.0), ("x", number), ("r", number), ("x", number)] {
            set(&at, name, Input::Float(number));
        }
        assert_eq!(At::read(&at).unwrap(), At { x: number, y: number + 1.0, r: Some(number) });
    }
    assert!(at.set(field(&at, "x"), Input::Float(f64::INFINITY)).is_err());
    assert_eq!(dump(&file), TEXT.replace("(at 1.50 2)", "(at 5.25 6.25 5.25)"));
    set(&at, "r", Input::None);
    set(&at, "x", Input::Float(1.5));
    set(&at, "y", Input::Float(2.0));
    assert_eq!(dump(&file), TEXT);
}

#[test]
fn many_items_come_and_go_at_once() {
    let rows: Vec<String> = (0..9).map(|n| format!("\t(part \"p{n}\")\n\t(file \"f{n}\")\n")).collect();
    let text = format!("(part \"a\"\n{}\t(odd 1)\n)\n", rows.concat());
    let file = load(ShopFile::schema(), text.as_str()).unwrap();
    let part = object(&file, "part");
    let (parts, files) = (part.list(field(&part, "parts")), part.list(field(&part, "files")));
    let gone: Vec<Object> = (2..6).map(|n| item(&part, "parts", n)).collect();
    assert_eq!(parts.remove_places([2, 3, 4, 5, 20]).unwrap(), 4);
    assert_eq!(files.remove_range(3, 5).unwrap(), 2);
    // What comes back stands where it stood.
    assert_eq!(parts.splice(2, 2, gone.iter().map(Input::Object).collect()).unwrap(), 0);
    files.splice(3, 3, ["f3", "f4"].map(Input::Text).to_vec()).unwrap();
    assert_eq!(dump(&file), text);
    let new = part_named("new");
    let values = [&gone[0], &new, &new, &gone[1]].map(Input::Object).to_vec();
    assert_eq!(parts.splice(2, 6, values).unwrap(), 4);
    let names: Vec<_> = Part::read(&part).unwrap().parts.into_iter().map(|part| part.name).collect();
    assert_eq!(names, ["p0", "p1", "p2", "new", "new", "p3", "p6", "p7", "p8"]);
    assert_eq!(parts.splice(3, 6, gone[1..].iter().map(Input::Object).collect()).unwrap(), 3);
    assert_eq!(dump(&file), text);
    // Nothing is removed where a value does not fit.
    assert!(parts.splice(0, 9, vec![Input::Object(&new), Input::Int(1)]).is_err());
    assert_eq!(dump(&file), text);
    assert_eq!(parts.splice(0, 9, vec![Input::Object(&gone[2])]).unwrap(), 9);
    assert_eq!(parts.len(), 1);
}

fn part_named(name: &str) -> Object {
    part(name)
}

#[test]
fn lists_of_words_live_in_one_list() {
    let (file, part) = read();
    let tags = part.list(field(&part, "tags"));
    tags.insert(1, Input::Text("new")).unwrap();
    tags.set(2, Input::Text("z")).unwrap();
    assert_eq!(texts(&part, "tags"), ["x", "new", "z"]);
    assert_eq!(dump(&file), TEXT.replace("\"x\" y", "\"x\" \"new\" \"z\""));
    tags.remove(1).unwrap();
    tags.set(1, Input::Text("y")).unwrap();
    assert_eq!(dump(&file), TEXT);
    tags.clear().unwrap();
    assert_eq!(dump(&file), TEXT.replace("\t(tags \"x\" y)\n", ""));
    tags.insert(0, Input::Text("back")).unwrap();
    assert_eq!(dump(&file), TEXT.replace("(tags \"x\" y)", "(tags \"back\")"));
    let files = part.list(field(&part, "files"));
    files.replace(vec![Input::Text("f"), Input::Text("g")]).unwrap();
    assert_eq!(texts(&part, "files"), ["f", "g"]);
    assert!(dump(&file).ends_with("\t(file \"f\")\n\t(file \"g\")\n)\n"));
}

#[test]
fn long_lists_of_words_are_like_short_ones() {
    let words: Vec<String> = (0..2000).map(|number| format!("w{number}")).collect();
    let text = TEXT.replace("\"x\" y", &words.join("\n\t\t"));
    let file = load(ShopFile::schema(), text.as_str()).unwrap();
    let part = object(&file, "part");
    let tags = part.list(field(&part, "tags"));
    assert_eq!(texts(&part, "tags"), words);
    for (number, word) in words.iter().enumerate() {
        assert_eq!(text_at(&tags, number).as_ref(), Some(word));
        tags.set(number, Input::Text(word)).unwrap();
    }
    assert_eq!(tags.len(), words.len());
    assert_eq!(text_at(&tags, words.len()), None);
    tags.set(words.len(), Input::Text("nowhere")).unwrap();
    assert!(!file.element().document().is_edited());

    let mut expected = words.clone();
    for number in (0..2000).step_by(7) {
        tags.set(number, Input::Text("new")).unwrap();
        "new".clone_into(&mut expected[number]);
        tags.remove(number + 1).unwrap();
        expected.remove(number + 1);
        tags.insert(number + 3, Input::Text("more")).unwrap();
        expected.insert((number + 3).min(expected.len()), "more".to_owned());
        assert_eq!(tags.len(), expected.len());
    }
    tags.insert(usize::MAX, Input::Text("last")).unwrap();
    expected.push("last".to_owned());
    assert_eq!(texts(&part, "tags"), expected);
    let again = load(ShopFile::schema(), dump(&file)).unwrap();
    assert_eq!(texts(&object(&again, "part"), "tags"), expected);

    let file = load(ShopFile::schema(), text.as_str()).unwrap();
    let part = object(&file, "part");
    let tags = part.list(field(&part, "tags"));
    // A list among the words is none of them.
    let odd = part.element().find("odd").unwrap().copy();
    part.element().find("tags").unwrap().edit(|items| items.insert_list(1001, odd));
    tags.remove(1000).unwrap();
    assert_eq!(text_at(&tags, 999).as_deref(), Some("w999"));
    assert_eq!(text_at(&tags, 1000).as_deref(), Some("w1001"));
    part.element().find("tags").unwrap().edit(|items| items.remove(1001));
    tags.insert(1000, Input::Text("w1000")).unwrap();
    assert_eq!(texts(&part, "tags"), words);
}

#[test]
fn objects_are_built_in_the_layout_of_kicad() {
    let at = Object::build(
        At::schema(),
        [(&At::schema().fields[0], Input::Float(1.0 / 3.0)), (&At::schema().fields[1], Input::Int(2))],
    )
    .unwrap();
    let inner = part("inner");
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
fn callers_mistakes_name_the_field() {
    let (file, part) = read();
    for (name, value, kind, message) in [
        (
            "name",
            Input::Int(1),
            ErrorKind::UnexpectedType,
            "shop.Part.name: expected a string, not an integer",
        ),
        ("name", Input::None, ErrorKind::UnexpectedType, "shop.Part.name: expected a string, not None"),
        (
            "name",
            Input::Text("a\0"),
            ErrorKind::InvalidValue,
            "shop.Part.name: a NUL character cannot be written to a file",
        ),
        (
            "count",
            Input::Int(1 << 40),
            ErrorKind::OutOfRange,
            "shop.Part.count: 1099511627776 is not within -2147483648 and 2147483647",
        ),
        (
            "color",
            Input::Text("blue"),
            ErrorKind::InvalidValue,
            "shop.Part.color: Invalid enum value: 'blue' is none of red, dark_green, FULL",
        ),
        (
            "at",
            Input::Object(&part),
            ErrorKind::UnexpectedType,
            "shop.Part.at: expected shop.At, not shop.Part",
        ),
        (
            "tags",
            Input::Text("x"),
            ErrorKind::UnexpectedType,
            "shop.Part.tags: expected a sequence, each item a string, not a string",
        ),
    ] {
        let error = part.set(field(&part, name), value).unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (kind, message));
    }
    let error = part.list(field(&part, "tags")).insert(0, Input::None).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedType);
    let at = object(&part, "at");
    let error = at.set(field(&at, "x"), Input::Float(f64::NAN)).unwrap_err();
    assert_eq!(error.to_string(), "shop.At.x: NaN cannot be written to a file");
    let error = Object::build(At::schema(), [(&At::schema().fields[0], Input::Int(1))]).unwrap_err();
    assert_eq!(error.to_string(), "shop.At.y: missing required keyword-only argument: 'y'");
    assert_eq!(dump(&file), TEXT);
}

#[test]
fn values_that_do_not_fit_are_told_when_read() {
    let text = "(part \"a\"\n\t(at 1 z)\n\t(count 1.5)\n\t(hidden maybe)\n)\n";
    let file = load(ShopFile::schema(), text).unwrap();
    let part = object(&file, "part");
    let at = object(&part, "at");
    let error = at.get(field(&at, "y")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "UnexpectedType in shop.At.y at 2:8: got symbol 'z' but expected number\nsource: \t(at 1 z)\n        \t      ^"
    );
    assert_eq!((error.line(), error.column()), (Some(2), Some(8)));
    let paths: Vec<_> =
        file.validate().into_iter().map(|problem| (problem.path, problem.error.kind())).collect();
    assert_eq!(
        paths,
        [
            ("part.count".to_owned(), ErrorKind::InvalidValue),
            ("part.hidden".to_owned(), ErrorKind::InvalidValue),
            ("part.at.y".to_owned(), ErrorKind::UnexpectedType),
        ]
    );
    // A wrong value can be replaced.
    set(&at, "y", Input::Int(5));
    set(&part, "hidden", Input::Bool(true));
    assert_eq!(dump(&file), text.replace('z', "5").replace("maybe", "yes"));
}

#[test]
fn other_files_are_refused() {
    for (text, kind, message) in [
        (
            "",
            ErrorKind::Syntax(SyntaxErrorKind::EmptyFile),
            "EmptyFile at 1:1: there is nothing in this text",
        ),
        (
            "(other)",
            ErrorKind::UnexpectedType,
            "UnexpectedType in shop.ShopFile at 1:1: expected symbol 'part' but got 'other'\nsource: (other)\n        ^^^^^^^",
        ),
        (
            "word",
            ErrorKind::UnexpectedType,
            "UnexpectedType in shop.ShopFile at 1:1: expected list at top level\nsource: word\n        ^^^^",
        ),
        (
            "(part",
            ErrorKind::Syntax(SyntaxErrorKind::UnterminatedList),
            "UnterminatedList at 1:1: this list is never closed\nsource: (part\n        ^",
        ),
    ] {
        let error = load(ShopFile::schema(), text).unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (kind, message));
    }
}

#[test]
fn what_no_field_stands_for_is_listed() {
    let text = "(part \"a\" red extra (at 9 9) (odd 1) (at 1 2 3 4 (deep)) (part \"b\" (count 1 2)))";
    let file = load(ShopFile::schema(), text).unwrap();
    let unknown: Vec<_> = file.unknown().into_iter().map(|token| (token.path, token.text)).collect();
    let expected = [
        ("part", "extra"),
        ("part/at", "(at 9 9)"),
        ("part/odd", "(odd 1)"),
        ("part/at", "4"),
        ("part/at/deep", "(deep)"),
        ("part/part/count", "2"),
    ];
    let expected: Vec<_> =
        expected.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    assert_eq!(unknown, expected);
    assert_eq!(dump(&file), text);
}

#[test]
fn nesting_is_not_limited() {
    let depth = 20_000;
    let text = "(part \"a\" ".repeat(depth) + &")".repeat(depth);
    let file = load(ShopFile::schema(), text.as_str()).unwrap();
    assert!(file.validate().is_empty());
    assert!(file.unknown().is_empty());
    assert!(file.equals(&load(ShopFile::schema(), text).unwrap()));
}

#[test]
fn descriptions_are_short_and_never_fail() {
    let (_, part) = read();
    assert_eq!(
        part.repr(),
        "shop.Part(name='a', color='red', at=At(x=1.5, y=2), tags=[2 items], count=1, parts=[2 items])"
    );
    let broken = Object::from_text(At::schema(), "(at x)").unwrap();
    assert_eq!(broken.repr(), "shop.At(x=<invalid>, y=<invalid>)");
}

#[test]
fn defaults_read_where_nothing_stands() {
    assert_eq!(field(&part("x"), "count").arity, Arity::Default("1"));
    let (_, part) = read();
    assert!(matches!(part.get(field(&part, "count")), Ok(Value::Int(1))));
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
