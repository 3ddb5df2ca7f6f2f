//! What older files leave out, or say in other places, and what files say twice.

use pyzig_model::{ErrorKind, Field, Input, Model, Object, Value};

/// A point.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "notes", token = "at")]
struct At {
    /// To the right.
    #[field(positional)]
    x: f64,
    /// Downwards.
    #[field(positional)]
    y: f64,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "notes", token = "note")]
struct Note {
    /// What it says.
    #[field(positional)]
    text: String,
    /// Who says so.
    #[field(positional)]
    author: Option<String>,
    /// Whether it may not be changed.
    #[field(ahead, order = 10)]
    locked: Option<bool>,
    /// Where it is.
    #[field(order = 20)]
    at: Option<At>,
    /// Whether it may turn.
    #[field(within = "at", order = 30)]
    free: Option<bool>,
    /// How important it is.
    #[field(absent = "3", order = 40)]
    rank: i32,
    /// Whether it is kept.
    #[field(order = 50)]
    kept: Option<bool>,
}

fn note(text: &str) -> Object {
    Object::from_text(Note::schema(), text).expect("the text is one list")
}

fn field(name: &str) -> &'static Field {
    Note::schema().field(name).expect("the field is declared")
}

fn set(note: &Object, name: &str, value: Input<'_>) {
    note.set(field(name), value).expect("the value fits the field");
}

fn unknown(note: &Object) -> Vec<String> {
    note.unknown().into_iter().map(|token| token.text).collect()
}

#[test]
fn what_a_file_leaves_out_reads_as_what_that_means() {
    let note = note("(note \"x\")");
    assert!(matches!(note.get(field("rank")), Ok(Value::Int(3))));
    assert!(note.validate().is_empty());
    set(&note, "rank", Input::Int(3));
    assert_eq!(note.text(), "(note \"x\")");
    set(&note, "rank", Input::Int(4));
    assert_eq!(note.text(), "(note \"x\" (rank 4))");
    set(&note, "rank", Input::None);
    assert_eq!(note.text(), "(note \"x\")");
}

#[test]
fn what_may_be_left_out_in_a_file_must_be_given_to_a_new_element() {
    let error = Object::build(Note::schema(), [(field("text"), Input::Text("x"))]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MissingField);
    let new = [(field("text"), Input::Text("x")), (field("rank"), Input::Int(3))];
    let new = Object::build(Note::schema(), new).expect("all that must be given is");
    assert_eq!(new.text(), "(note \"x\" (rank 3))");
}

#[test]
fn a_word_in_another_list_switches_a_field_on() {
    let note = note("(note \"x\" (at 1 2 free))");
    assert!(matches!(note.get(field("free")), Ok(Value::Bool(true))));
    assert_eq!(unknown(&note), Vec::<String>::new());
    set(&note, "free", Input::Bool(true));
    assert_eq!(note.text(), "(note \"x\" (at 1 2 free))");
    set(&note, "free", Input::None);
    assert_eq!(note.text(), "(note \"x\" (at 1 2))");
    assert!(matches!(note.get(field("free")), Ok(Value::None)));
    set(&note, "free", Input::Bool(true));
    assert_eq!(note.text(), "(note \"x\" (at 1 2 free))");
}

#[test]
fn a_word_in_another_list_stays_where_that_list_is_replaced() {
    let note = note("(note \"x\" (at 1.0 2 free))");
    let at = Object::from_text(At::schema(), "(at 5 6)").expect("the text is one list");
    set(&note, "at", Input::Object(&at));
    assert_eq!(note.text(), "(note \"x\" (at 5 6 free))");
    let at = Object::from_text(At::schema(), "(at 1 2)").expect("the text is one list");
    set(&note, "at", Input::Object(&at));
    assert_eq!(note.text(), "(note \"x\" (at 1.0 2 free))");
}

#[test]
fn a_list_of_its_own_goes_before_a_word_in_another_list() {
    let note = note("(note \"x\" (at 1 2 free) (free no))");
    assert!(matches!(note.get(field("free")), Ok(Value::Bool(false))));
    assert_eq!(unknown(&note), Vec::<String>::new());
}

#[test]
fn a_word_before_a_text_is_not_the_text() {
    for (text, says, author, locked) in [
        ("(note locked \"x\")", "x", None, true),
        ("(note locked x y)", "x", Some("y"), true),
        ("(note \"x\" locked)", "x", None, true),
        ("(note \"x\" \"locked\")", "x", Some("locked"), false),
        ("(note \"locked\" x)", "locked", Some("x"), false),
        ("(note locked)", "locked", None, false),
        ("(note locked (at 1 2))", "locked", None, false),
    ] {
        let note = note(text);
        let read = Note::read(&note).expect("all values fit");
        assert_eq!((read.text.as_str(), read.author.as_deref()), (says, author), "{text}");
        assert_eq!(read.locked, locked.then_some(true), "{text}");
        assert_eq!(unknown(&note), Vec::<String>::new(), "{text}");
    }
    let note = note("(note locked \"x\")");
    set(&note, "text", Input::Text("y"));
    assert_eq!(note.text(), "(note locked \"y\")");
    set(&note, "locked", Input::Bool(false));
    assert_eq!(note.text(), "(note \"y\")");
}

#[test]
fn what_a_file_says_twice_changes_together() {
    let text = "(note \"x\" (kept no) (at 1 2) (kept no))";
    let note = note(text);
    assert_eq!(unknown(&note), Vec::<String>::new());
    set(&note, "kept", Input::Bool(true));
    assert_eq!(note.text(), "(note \"x\" (kept yes) (at 1 2) (kept yes))");
    set(&note, "kept", Input::Bool(false));
    assert_eq!(note.text(), text);
    set(&note, "kept", Input::None);
    assert_eq!(note.text(), "(note \"x\" (at 1 2))");
    assert!(matches!(note.get(field("kept")), Ok(Value::None)));
    set(&note, "kept", Input::Bool(false));
    assert_eq!(note.text(), text);
}

#[test]
fn what_a_file_says_twice_with_a_word_alone_can_be_written_back() {
    for (text, name, value) in [
        ("(note \"x\" (rank) (rank))", "rank", Input::Int(3)),
        ("(note \"x\" (kept) (kept))", "kept", Input::Bool(true)),
    ] {
        let note = note(text);
        set(&note, name, value);
        assert_eq!(note.text(), text);
    }
}

#[test]
fn what_a_file_says_in_two_ways_is_told() {
    let note = note("(note \"x\" (kept yes) (kept no))");
    assert_eq!(unknown(&note), ["(kept yes)"]);
    set(&note, "kept", Input::None);
    assert_eq!(note.text(), "(note \"x\")");
}

#[test]
fn what_a_file_says_twice_counts_as_it_is_said_last() {
    let note = note("(note \"x\" (rank 1) (at 1 2) (rank 2) (at 3 4))");
    assert!(matches!(note.get(field("rank")), Ok(Value::Int(2))));
    assert_eq!(unknown(&note), ["(rank 1)", "(at 1 2)"]);
    set(&note, "rank", Input::Int(2));
    set(&note, "rank", Input::Int(5));
    let Ok(Value::Object(at)) = note.get(field("at")) else { panic!("it has a place") };
    assert_eq!(at.text(), "(at 3 4)");
    set(&note, "at", Input::Object(&at.copy()));
    assert_eq!(note.text(), "(note \"x\" (rank 1) (at 1 2) (rank 5) (at 3 4))");
    set(&note, "rank", Input::None);
    assert_eq!(note.text(), "(note \"x\" (at 1 2) (at 3 4))");
}
