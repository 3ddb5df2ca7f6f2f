//! Reading and writing fields.

use pyzig_model::{Arity, Input, Model, Object, Value, dump, load};

use crate::format::{At, Color, Part, ShopFile, TEXT, field, item, object, part_named, read, set};

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
fn defaults_read_where_nothing_stands() {
    assert_eq!(field(&part_named("x"), "count").arity, Arity::Default("1"));
    let (_, part) = read();
    assert!(matches!(part.get(field(&part, "count")), Ok(Value::Int(1))));
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
fn nesting_is_not_limited() {
    let depth = 20_000;
    let text = "(part \"a\" ".repeat(depth) + &")".repeat(depth);
    let file = load(ShopFile::schema(), text.as_str()).unwrap();
    assert!(file.validate().is_empty());
    assert!(file.unknown().is_empty());
    assert!(file.equals(&load(ShopFile::schema(), text).unwrap()));
}
