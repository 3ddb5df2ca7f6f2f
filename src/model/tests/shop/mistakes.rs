//! What is refused, and what no field stands for.

use pyzig_model::{ErrorKind, Input, Model, Object, dump, load};
use sexp::SyntaxErrorKind;

use crate::format::{At, ShopFile, TEXT, field, object, read, set};

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
