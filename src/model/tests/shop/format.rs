//! A small format of our own.

use pyzig_model::{Field, Input, List, Model, ModelEnum, Object, Value, load};

/// A point.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "shop", token = "at")]
pub(crate) struct At {
    /// To the right.
    #[field(positional)]
    pub(crate) x: f64,
    /// Downwards.
    #[field(positional)]
    pub(crate) y: f64,
    /// Rotation.
    #[field(positional)]
    pub(crate) r: Option<f64>,
}

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "shop", name = "E_color")]
pub(crate) enum Color {
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
#[model(module = "shop", token = "part", recursive)]
pub(crate) struct Part {
    /// Name.
    #[field(positional)]
    pub(crate) name: String,
    /// Colour.
    #[field(positional)]
    pub(crate) color: Option<Color>,
    /// Place.
    pub(crate) at: Option<At>,
    /// Tags.
    pub(crate) tags: Vec<String>,
    /// Count.
    #[field(default = "1")]
    pub(crate) count: i32,
    /// Weight.
    #[field(decimals = 3)]
    pub(crate) weight: Option<f64>,
    /// Whether it is hidden.
    pub(crate) hidden: Option<bool>,
    /// Whether it is locked.
    #[field(word)]
    pub(crate) locked: Option<bool>,
    /// Parts within.
    #[field(repeated, token = "part")]
    pub(crate) parts: Vec<Part>,
    /// Files.
    #[field(repeated, token = "file")]
    pub(crate) files: Vec<String>,
}

/// The file.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "shop", file)]
pub(crate) struct ShopFile {
    /// The part.
    pub(crate) part: Part,
}

pub(crate) const TEXT: &str = "(part \"a\" red
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

pub(crate) fn read() -> (Object, Object) {
    let file = load(ShopFile::schema(), TEXT).unwrap();
    let part = object(&file, "part");
    (file, part)
}

pub(crate) fn field(object: &Object, name: &str) -> &'static Field {
    object.schema().field(name).unwrap()
}

pub(crate) fn object(parent: &Object, name: &str) -> Object {
    match parent.get(field(parent, name)).unwrap() {
        Value::Object(object) => object,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn item(parent: &Object, name: &str, index: usize) -> Object {
    match parent.list(field(parent, name)).get(index).unwrap().unwrap() {
        Value::Object(object) => object,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn set(object: &Object, name: &str, value: Input<'_>) {
    object.set(field(object, name), value).unwrap();
}

pub(crate) fn texts(parent: &Object, name: &str) -> Vec<String> {
    let list = parent.list(field(parent, name));
    let values = list.snapshot().unwrap();
    values.into_iter().map(text).collect()
}

pub(crate) fn text_at(list: &List, index: usize) -> Option<String> {
    list.get(index).unwrap().map(text)
}

pub(crate) fn text(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.into_owned(),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn part_named(name: &str) -> Object {
    Object::build(Part::schema(), [(&Part::schema().fields[0], Input::Text(name))]).unwrap()
}
