//! Lists of objects and of words.

use pyzig_model::{Input, List, Model, Object, dump, load};

use crate::format::{Part, ShopFile, TEXT, field, item, object, part_named, read, set, text_at, texts};

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
