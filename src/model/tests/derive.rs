//! The derive macros: what they describe, and how they report mistakes.

use pyzig_model::{Arity, Kind, Member, Model, ModelEnum, ModuleSchema, Place, Shape, Switch};

/// How a pad is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "sample", name = "E_pad_type")]
pub enum PadType {
    /// Drilled and plated.
    #[value("thru_hole")]
    ThruHole,
    /// On the surface.
    Smd,
    /// Everywhere.
    #[value("FULL", token = "2", alias = "full", alias = "all")]
    Full,
}

/// A place with
/// two coordinates.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "sample")]
pub struct Xy {
    /// Across, in millimetres.
    #[field(positional)]
    pub x: f64,
    /// Down, in millimetres.
    #[field(positional)]
    pub y: f64,
}

/// Every attribute once.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "sample", name = "Pad", token = "pad")]
pub struct PadModel {
    /// Number.
    #[field(positional)]
    pub name: String,
    /// Kind.
    #[field(positional)]
    pub r#type: PadType,
    /// Place.
    pub at: Xy,
    /// Layers.
    pub layers: Vec<String>,
    /// Points.
    #[field(repeated, token = "xy", order = -3)]
    pub points: Vec<Xy>,
    /// Identity.
    #[field(order = 100, alias = "tstamp", alias = "id")]
    pub uuid: Option<String>,
    /// Writer.
    #[field(bare, name = "writer")]
    pub generator: Option<String>,
    /// Spelling.
    #[field(quoted)]
    pub spelling: Option<PadType>,
    /// Fixed.
    #[field(word, ahead)]
    pub locked: Option<bool>,
    /// Loose.
    #[field(within = "at")]
    pub free: Option<bool>,
    /// Revision.
    #[field(absent = "7")]
    pub revision: i32,
    /// Shown.
    #[field(presence, default = "no")]
    pub hide: bool,
    /// On.
    #[field(default = "yes")]
    pub enabled: bool,
    /// Count.
    #[field(default = "-2")]
    pub count: i32,
    /// Small.
    pub small: Option<u8>,
    /// Ratio.
    #[field(default = "0.25")]
    pub ratio: f64,
    /// Remaining.
    #[field(rest)]
    pub members: Vec<String>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "sample", file)]
pub struct SampleFile {
    /// The list.
    pub pad: PadModel,
}

static MODULE: ModuleSchema = pyzig_model::module! {
    name: "sample",
    doc: "Sample.",
    file: SampleFile,
    structs: [Xy, PadModel, SampleFile],
    enums: [PadType],
};

fn field(name: &str) -> &'static pyzig_model::Field {
    PadModel::schema().field(name).expect("the field is declared above")
}

#[test]
fn a_struct_is_described() {
    let schema = PadModel::schema();
    assert_eq!((schema.name, schema.module, schema.token), ("Pad", "sample", "pad"));
    assert_eq!(schema.doc, "Every attribute once.");
    assert_eq!(schema.shape, Shape::List);
    assert_eq!((schema.type_id)(), std::any::TypeId::of::<PadModel>());
    assert!(std::ptr::eq(schema, PadModel::schema()));
    let names: Vec<_> = schema.fields.iter().map(|field| field.name).collect();
    assert_eq!(names[..6], ["name", "type", "at", "layers", "points", "uuid"]);
    assert_eq!(Xy::schema().doc, "A place with\ntwo coordinates.");
    assert_eq!(Xy::schema().token, "xy");
}

#[test]
fn a_file_is_described() {
    assert_eq!(SampleFile::schema().shape, Shape::File);
    assert_eq!(SampleFile::schema().fields.len(), 1);
    assert_eq!(MODULE.problems(), Vec::<String>::new());
}

#[test]
fn places_follow_the_attributes() {
    assert_eq!(field("name").place, Place::Positional);
    assert_eq!(field("at").place, Place::Child);
    assert_eq!(field("layers").place, Place::Child);
    assert_eq!(field("points").place, Place::Repeated);
    assert_eq!(field("members").place, Place::Rest);
    assert_eq!(field("points").token, "xy");
    assert_eq!(field("points").order, -3);
    assert_eq!(field("uuid").aliases, ["tstamp", "id"]);
    assert!(field("uuid").answers_to("id"));
}

#[test]
fn arities_follow_the_types() {
    assert_eq!(field("at").arity, Arity::Required);
    assert_eq!(field("layers").arity, Arity::List);
    assert_eq!(field("uuid").arity, Arity::Optional);
    assert_eq!(field("ratio").arity, Arity::Default("0.25"));
    assert_eq!((field("revision").arity, field("revision").absent), (Arity::Required, Some("7")));
    assert_eq!((field("free").within, field("locked").ahead), (Some("at"), true));
}

#[test]
fn kinds_follow_the_types() {
    assert!(matches!(field("at").kind, Kind::Struct(schema) if std::ptr::eq(schema(), Xy::schema())));
    assert!(matches!(field("type").kind, Kind::Enum(schema) if std::ptr::eq(schema(), PadType::schema())));
    assert!(matches!(field("small").kind, Kind::Int { min: 0, max: 255 }));
    assert!(matches!(field("ratio").kind, Kind::Float));
    assert!(matches!(field("layers").kind, Kind::Text));
}

#[test]
fn spelling_follows_kind_and_attributes() {
    assert!(field("name").quoted);
    assert!(!field("type").quoted);
    assert!(!field("writer").quoted);
    assert!(field("spelling").quoted);
    assert_eq!(field("locked").switch, Switch::Word);
    assert_eq!(field("hide").switch, Switch::Presence);
    assert_eq!(field("enabled").switch, Switch::YesNo);
}

/// Spelled like a member, but none.
static STRANGER: Member = Member { value: "smd", token: "smd", aliases: &[], doc: "" };

#[test]
fn members_and_variants_match() {
    let values: Vec<_> = PadType::schema().members.iter().map(|member| member.value).collect();
    assert_eq!(values, ["thru_hole", "smd", "FULL"]);
    for variant in [PadType::ThruHole, PadType::Smd, PadType::Full] {
        assert_eq!(PadType::from_member(variant.member()), Some(variant));
    }
    assert!(
        PadType::schema().by_token("all").is_some_and(|member| std::ptr::eq(member, PadType::Full.member()))
    );
    assert_eq!(PadType::from_member(&STRANGER), None);
}

#[test]
fn mistakes_are_reported_at_their_tokens() {
    trybuild::TestCases::new().compile_fail("tests/derive/*.rs");
}

/// A word with two numbers.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "sample", row)]
pub struct Row {
    /// Word.
    pub paper: String,
    /// First number.
    #[field(token = "paper", shared)]
    pub width: Option<f64>,
    /// Alone.
    #[field(empty)]
    pub power: Option<bool>,
}

#[test]
fn a_shared_word_marks_all_its_fields() {
    let shared: Vec<_> = Row::schema().fields.iter().map(|field| field.shared).collect();
    assert_eq!(shared, [true, true, false]);
    assert_eq!(Row::schema().shape, Shape::Row);
    assert_eq!(Row::schema().fields[2].switch, Switch::Empty);
}

/// A place whose users know its coordinates the other way round.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "sample", first = "uuid y")]
pub struct Turned {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
    /// Identity.
    pub uuid: Option<String>,
}

#[test]
fn users_may_see_fields_in_another_order() {
    let names: Vec<_> = Turned::schema().fields.iter().map(|field| field.name).collect();
    assert_eq!(names, ["uuid", "y", "x"]);
    let turned = pyzig_model::Object::from_text(Turned::schema(), "(turned (x 1) (y 2))").expect("one list");
    assert_eq!(Turned::read(&turned).expect("all fit"), Turned { x: 1.0, y: 2.0, uuid: None });
}
