//! Reading, changing and writing documents through the public interface.

use sexp::{Document, Element, Item, Names, SyntaxErrorKind};

const BOARD: &str = "(kicad_pcb\n\t(version 20241229)\n\t(net 0 \"\")\n\t(net 1 \"GND\")\n\t(footprint \"R\"\n\t\t(at 1.50 2)\n\t\t(unknown yes)\n\t)\n)\n";

fn read(text: &str) -> Document {
    Document::parse(text).unwrap()
}

fn top(document: &Document) -> Element {
    document.root().children().remove(0)
}

/// Text of the document after a change to the element at a path.
fn changed(text: &str, path: &str, change: impl FnOnce(&Element)) -> String {
    let document = read(text);
    change(&document.root().find(path).unwrap());
    document.to_text()
}

#[test]
fn untouched_text_comes_back() {
    for text in [
        BOARD,
        "(a)",
        "  (a)  \n(b)\n; end",
        "(a ; not ) a list\n b)",
        "\u{feff}(a)\r\n",
        "# comment (\n(a #b \"c ; d\" 5\")",
        "(a\"b\"c)",
        "()",
        "stray (a) words",
        "{ \"json\": [1, \"(\"] }\n",
    ] {
        assert_eq!(read(text).to_text(), text);
        let document = read(text);
        for element in document.root().walk() {
            element.edit(|items| {
                items.insert_atom(0, "x".into());
                items.remove(0);
            });
        }
        assert_eq!(document.to_text(), text);
        assert!(!document.is_edited());
    }
}

#[test]
fn what_stands_after_a_surplus_parenthesis_is_kept() {
    for left_over in [")", ")\n", "  ))\r\n\t)\n", ")\n(c \"d\n"] {
        let text = format!("(a\n\t(b 1)\n)\n{left_over}");
        let document = read(&text);
        let count = |document: &Document| document.root().edit(|items| items.len());
        assert_eq!(document.to_text(), text);
        assert_eq!(count(&document), 1);
        let (error, kept) = document.left_over().unwrap();
        assert_eq!((error.kind(), error.place().line), (SyntaxErrorKind::UnexpectedRightParen, 4));
        assert_eq!(kept, left_over.trim_start());
        document.root().find("a/b").unwrap().edit(|items| items.set_number(1, 2.0));
        assert_eq!(document.to_text(), text.replace('1', "2"));
        document.root().edit(|items| items.insert_atom(1, "c".into()));
        let edited = document.to_text();
        assert!(edited.ends_with(left_over), "{edited:?}");
        assert_eq!(count(&read(&edited)), 2, "{edited:?}");
        document.root().edit(|items| items.retain(|_| false));
        assert_eq!(document.to_text().trim_ascii(), "");
    }
    assert_eq!(read("(a)\n").left_over(), None);
    assert_eq!(read("a\n) b\n").formatted(), "a\n) b\n");
}

#[test]
fn mistakes_are_told_with_their_place() {
    for (text, kind, line, column) in [
        ("", SyntaxErrorKind::EmptyFile, 1, 1),
        (" ; nothing\n", SyntaxErrorKind::EmptyFile, 1, 1),
        ("(a\n (b)", SyntaxErrorKind::UnterminatedList, 1, 1),
        ("(a))", SyntaxErrorKind::UnexpectedRightParen, 1, 4),
        ("(a))\n)", SyntaxErrorKind::UnexpectedRightParen, 1, 4),
        ("\n)", SyntaxErrorKind::UnexpectedRightParen, 2, 1),
        ("; a\n)", SyntaxErrorKind::UnexpectedRightParen, 2, 1),
        ("(a)\n)\0", SyntaxErrorKind::InvalidCharacter, 2, 2),
        ("(a \"b)", SyntaxErrorKind::UnterminatedString, 1, 4),
        ("(a \"b\\\")", SyntaxErrorKind::UnterminatedString, 1, 4),
        ("(a \0)", SyntaxErrorKind::InvalidCharacter, 1, 4),
        ("(a\n  \"b\0\")", SyntaxErrorKind::InvalidCharacter, 2, 5),
        (&format!("(a)\n;{}\0\n)b", "long".repeat(99)), SyntaxErrorKind::InvalidCharacter, 2, 398),
        (&format!("(a)\n){}\0", "left over".repeat(99)), SyntaxErrorKind::InvalidCharacter, 2, 893),
    ] {
        let error = Document::parse(text).unwrap_err();
        assert_eq!(error.kind(), kind, "{text:?}");
        assert_eq!((error.place().line, error.place().column), (line, column), "{text:?}");
        assert!(error.to_string().starts_with(kind.name()));
    }
    let error = Document::from_bytes(b"(a\n\xff)".to_vec()).unwrap_err();
    assert_eq!(error.kind(), SyntaxErrorKind::InvalidUtf8);
    assert_eq!((error.place().line, error.place().column), (2, 1));
    let error = Document::parse("(a\n\t(b \"c)\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "UnterminatedString at 2:5: this string is never closed\nsource: \t(b \"c)\n        \t   ^"
    );
}

#[test]
fn any_prefix_gives_a_document_or_an_error() {
    for end in 0..BOARD.len() {
        if let Ok(document) = Document::parse(&BOARD[..end]) {
            assert_eq!(document.to_text(), &BOARD[..end]);
        }
    }
}

#[test]
fn depth_and_counts_are_not_limited() {
    let depth = 1_000_000;
    let text = "(".repeat(depth) + &")".repeat(depth);
    let document = read(&text);
    assert_eq!(document.root().walk().count(), depth + 1);
    let deepest = document.root().walk().last().unwrap();
    deepest.edit(|items| items.insert_atom(0, "x".into()));
    assert_eq!(document.to_text(), text.replace("()", "(x)"));
    let text = format!("(a{})", "(b)".repeat(70_000));
    assert_eq!(top(&read(&text)).children().len(), 70_000);
}

#[test]
fn paths_lead_to_elements() {
    let document = read(BOARD);
    let at = document.root().find("kicad_pcb/footprint/at").unwrap();
    let view = at.view();
    let words: Vec<_> = view.atoms().map(|atom| atom.value().into_owned()).collect();
    assert_eq!(words, ["at", "1.50", "2"]);
    let place = at.place().unwrap();
    assert_eq!((place.line, place.column), (6, 3));
    assert_eq!(document.root().find_all("kicad_pcb/net").len(), 2);
    assert!(document.root().find("kicad_pcb/nothing").is_none());
    assert!(document.root().find("").is_none());
}

#[test]
fn a_changed_atom_changes_nothing_else() {
    let text = changed(BOARD, "kicad_pcb/footprint/at", |at| at.edit(|items| items.set_number(1, 3.25)));
    assert_eq!(text, BOARD.replace("1.50", "3.25"));
    let text = changed(BOARD, "kicad_pcb/net", |net| {
        net.edit(|items| items.set_atom(2, "\"VCC\"".into(), |_| false));
    });
    assert_eq!(text, BOARD.replace("(net 0 \"\")", "(net 0 \"VCC\")"));
}

#[test]
fn setting_a_number_back_brings_its_spelling_back() {
    let document = read(BOARD);
    let at = document.root().find("kicad_pcb/footprint/at").unwrap();
    at.edit(|items| items.set_number(1, 3.0));
    at.edit(|items| items.set_number(1, 1.5));
    assert_eq!(document.to_text(), BOARD);
    assert!(!document.is_edited());
}

#[test]
fn numbers_keep_their_digits_until_they_are_written() {
    let document = read(BOARD);
    let at = document.root().find("kicad_pcb/footprint/at").unwrap();
    at.edit(|items| items.set_number(1, 1.0 / 3.0));
    assert_eq!(at.view().atoms().nth(1).unwrap().number(), Some(1.0 / 3.0));
    assert_eq!(at.text(), "(at 0.3333333333 2)");
    assert_eq!(at.exact_text(), "(at 0.3333333333333333 2)");
    assert_eq!(at.copy().root().view().atoms().nth(1).unwrap().number(), Some(1.0 / 3.0));
}

#[test]
fn a_removed_list_takes_its_line_along() {
    let text = changed(BOARD, "kicad_pcb", |board| board.edit(|items| items.remove(3)));
    assert_eq!(text, BOARD.replace("\t(net 1 \"GND\")\n", ""));
    let text = changed(BOARD, "kicad_pcb/footprint", |footprint| {
        footprint.edit(|items| {
            items.remove(3);
            items.remove(2);
        });
    });
    assert_eq!(text, BOARD.replace("\n\t\t(at 1.50 2)\n\t\t(unknown yes)\n\t)", ")"));
}

#[test]
fn an_inserted_list_is_laid_out_as_kicad_does() {
    let new = Document::synthetic("(pad \"1\" smd (at 0 0.1) (pts (xy 0 0) (xy 1 1)))".to_owned()).unwrap();
    let text = changed(BOARD, "kicad_pcb/footprint", |footprint| {
        let copy = new.root().copy_for(footprint);
        footprint.edit(|items| items.insert_list(items.len(), copy));
    });
    let lines =
        "\t\t(pad \"1\" smd\n\t\t\t(at 0 0.1)\n\t\t\t(pts\n\t\t\t\t(xy 0 0) (xy 1 1)\n\t\t\t)\n\t\t)\n";
    assert_eq!(text, BOARD.replace("(unknown yes)\n", &format!("(unknown yes)\n{lines}")));
    let text = changed(BOARD, "kicad_pcb/net", |net| {
        let copy = Document::synthetic("(class a)".to_owned()).unwrap();
        net.edit(|items| items.insert_list(items.len(), copy));
    });
    assert_eq!(text, BOARD.replace("(net 0 \"\")", "(net 0 \"\"\n\t\t(class a)\n\t)"));
}

#[test]
fn files_indented_with_blanks_keep_their_look() {
    let text = "(module R (layer F.Cu)\n  (descr x)\n  (pad 1 smd (at 0 0) (size 1 1))\n)\n";
    let new = || Document::synthetic("(pad 2 smd (at 1 0) (size 1 1))".to_owned()).unwrap();
    let appended =
        changed(text, "module", |module| module.edit(|items| items.insert_list(items.len(), new())));
    assert_eq!(appended, text.replace("1 1))\n)", "1 1))\n  (pad 2 smd (at 1 0) (size 1 1))\n)"));
    let within = changed(text, "module/pad", |pad| {
        let drill = Document::synthetic("(drill 1)".to_owned()).unwrap();
        pad.edit(|items| items.insert_list(items.len(), drill));
    });
    assert_eq!(within, text.replace("(size 1 1))", "(size 1 1) (drill 1))"));
}

#[test]
fn a_long_run_of_atoms_is_wrapped() {
    let text = "(group\n\t(members \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" \"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\")\n)\n";
    let longer = changed(text, "group/members", |members| {
        members.edit(|items| {
            items.insert_atom(items.len(), "\"c\"".into());
            items.insert_atom(items.len(), "\"d\"".into());
        });
    });
    assert_eq!(longer, text.replace("bb\")\n", "bb\"\n\t\t\"c\" \"d\"\n\t)\n"));
}

#[test]
fn points_go_on_in_their_line() {
    let text = "(pts\n\t(xy 0 0) (xy 1 1)\n)\n";
    let longer = changed(text, "pts", |points| {
        for _ in 0..2 {
            let point = Document::synthetic("(xy 2 2)".to_owned()).unwrap();
            points.edit(|items| items.insert_list(items.len(), point));
        }
    });
    assert_eq!(longer, "(pts\n\t(xy 0 0) (xy 1 1) (xy 2 2) (xy 2 2)\n)\n");
}

#[test]
fn removing_and_putting_back_gives_the_same_bytes() {
    let text = "(a\n  ; note\n  (b 1)   (c 2)\n)";
    let document = read(text);
    let list = top(&document);
    let removed = list.children().remove(0);
    list.edit(|items| items.remove(1));
    let copy = removed.copy_for(&list);
    list.edit(|items| items.insert_list(1, copy));
    assert_eq!(document.to_text(), text);
}

#[test]
fn a_removed_element_is_detached() {
    let document = read(BOARD);
    let board = top(&document);
    let net = board.children().remove(2);
    board.edit(|items| items.remove(3));
    let before = document.to_text();
    net.edit(|items| items.set_number(1, 7.0));
    assert_eq!(net.text(), "(net 7 \"GND\")");
    assert_eq!(document.to_text(), before);
}

#[test]
fn copies_are_deep() {
    let document = read(BOARD);
    let board = top(&document);
    let footprint = board.child(|head| head == "footprint").unwrap();
    footprint.child(|head| head == "at").unwrap().edit(|items| items.set_number(1, 9.0));
    let copy = footprint.copy();
    copy.root().child(|head| head == "at").unwrap().edit(|items| items.set_number(1, 4.0));
    assert_eq!(footprint.text(), "(footprint \"R\"\n\t\t(at 9 2)\n\t\t(unknown yes)\n\t)");
    assert!(copy.root().text().contains("(at 4 2)"));
    let again = copy.root().copy();
    assert_eq!(again.root().text(), copy.root().text());
}

#[test]
fn grafts_nest_without_limit() {
    let document = read("(a)");
    let mut element = top(&document);
    for _ in 0..50_000 {
        let new = Document::synthetic("(a)".to_owned()).unwrap();
        let copy = new.root().copy_for(&element);
        let inner = copy.root();
        element.edit(|items| items.insert_list(1, copy));
        element = inner;
    }
    assert_eq!(top(&document).walk().count(), 50_001);
    let copy = top(&document).copy();
    assert_eq!(copy.root().walk().count(), 50_001);
    assert_eq!(document.root().exact_text().matches('(').count(), 50_001);
}

#[test]
fn long_lists_answer_by_name_and_notice_changes() {
    let rows: Vec<_> = (0..100).map(|n| format!("(n {n}) (m {n})")).collect();
    let text = format!("(a {})", rows.concat());
    let document = read(&text);
    let list = top(&document);
    assert_eq!(list.children_named(Names::new("n", &[])).len(), 100);
    let third = list.children_named(Names::new("n", &[])).get(3).unwrap();
    assert_eq!(third.text(), "(n 3)");
    third.edit(|items| items.set_atom(0, "m".into(), |_| false));
    assert_eq!(list.children_named(Names::new("n", &[])).len(), 99);
    assert_eq!(list.children_named(Names::new("m", &[])).iter().count(), 101);
}

#[test]
fn items_tell_atoms_from_lists() {
    let document = read("(a \"b c\" (d) 2)");
    let list = top(&document);
    let view = list.view();
    let kinds: Vec<bool> = view.items().map(|item| matches!(item, Item::List(_))).collect();
    assert_eq!(kinds, [false, false, true, false]);
    assert!(view.atoms().nth(1).unwrap().is_quoted());
}

#[test]
fn the_beginning_of_an_element_is_told_without_the_rest() {
    let points = "\n\t(pt \"é\" 1)".repeat(300);
    let document = Document::parse(format!("(file{points}\n)")).unwrap();
    let file = document.root().find("file").unwrap();
    for change in [false, true] {
        if change {
            file.find_all("pt")[150].edit(|items| items.set_number(2, 2.0));
        }
        let text = file.text();
        for bytes in [0, 1, 5, 13, text.len() - 1, text.len(), text.len() + 1] {
            assert_eq!(file.beginning(bytes), text[..text.ceil_char_boundary(bytes)], "{bytes}");
        }
    }
    let pieces = document.to_pieces();
    assert!(pieces.iter().all(|piece| !piece.text.is_empty()));
    assert!(pieces.iter().any(|piece| piece.origin.is_some()));
    assert!(pieces.ends_with(')'));
    assert_eq!(pieces.into_string(), document.to_text());
}

#[test]
fn numbers_are_set_in_their_place() {
    let text = "(a (at 1.50 2 x 3))";
    let document = Document::parse(text).unwrap();
    let at = document.root().find("a/at").unwrap();
    assert!(at.set_number_at(1, 1, 1.5) && !document.is_edited(), "it is said already");
    assert!(at.set_number_at(1, 1, 4.0));
    assert!(!at.set_number_at(1, 4, 7.0), "a word stands before it");
    assert!(!at.set_number_at(0, 1, 7.0) && !at.set_number_at(0, 0, 7.0), "a word stands there");
    assert!(
        !at.set_number_at(1, 1, f64::NAN) && !at.set_number_at(1, 9, 7.0) && !at.set_number_at(9, 1, 7.0)
    );
    assert_eq!(document.to_text(), "(a (at 4 2 x 3))");
    assert_eq!(at.number_at(1, 1), Some(4.0));
    assert!(at.set_number_at(1, 1, 1.5) && !document.is_edited(), "the text said it");
    assert!(at.set_number_at(1, 1, 4.0));
    at.edit(|items| items.set_number(4, 5.0));
    let copy = at.copy();
    assert!(!at.set_number_at(1, 1, 6.25), "a copy shares the list");
    at.edit(|items| items.set_number(1, 6.25));
    assert_eq!(copy.root().text(), "(at 4 2 x 5)");
    assert_eq!(at.text(), "(at 6.25 2 x 5)");
    assert!(at.set_number_at(1, 1, 0.1 + 0.2));
    assert_eq!(
        (at.text().as_str(), at.exact_text().as_str()),
        ("(at 0.3 2 x 5)", "(at 0.30000000000000004 2 x 5)")
    );
    assert!(at.set_number_at(1, 1, 0.1 + 0.2));
    assert!(!at.set_number_at(1, 1, 1.5), "the text said it");
    at.edit(|items| {
        items.set_number(1, 1.5);
        items.set_number(4, 3.0);
    });
    assert_eq!(document.to_text(), text);
    assert!(!document.is_edited());
}

#[test]
fn further_numbers_are_set_in_their_place_too() {
    let text = "(a (at 1.50 2 90 ; turned\n) (size 1 2 (deep)))";
    let document = Document::parse(text).unwrap();
    let at = document.root().find("a/at").unwrap();
    assert!(at.set_number_at(1, 1, 4.0) && at.set_number_at(1, 2, 7.0) && at.set_number_at(1, 3, 0.0));
    assert!(at.set_number_at(1, 2, 7.0) && at.set_number_at(1, 2, 8.0));
    assert_eq!((at.number_at(1, 1), at.number_at(1, 2)), (Some(4.0), Some(8.0)));
    let changed = "(at 4 8 0 ; turned\n)";
    assert_eq!(document.to_text(), text.replace("(at 1.50 2 90 ; turned\n)", changed));
    let copy = document.root().copy();
    let size = document.root().find("a/size").unwrap();
    assert!(size.set_number_at(1, 2, 3.0));
    assert!(!size.set_number_at(1, 1, 3.0), "lists stand in the list");
    assert_eq!(document.root().find("a/size/deep").unwrap().text(), "(deep)");
    at.edit(|items| [(1, 1.5), (2, 2.0), (3, 90.0)].map(|(place, number)| items.set_number(place, number)));
    size.edit(|items| items.set_number(2, 2.0));
    assert_eq!(document.to_text(), text);
    assert!(!document.is_edited());
    assert_eq!(copy.to_text(), text.replace("(at 1.50 2 90 ; turned\n)", changed));
}

#[test]
fn atoms_are_set_in_their_place() {
    let text = "(a (net 1 \"GND\") (x \"e\";no\n 1) (l (m) n))";
    let document = Document::parse(text).unwrap();
    let net = document.root().find("a/net").unwrap();
    let copy = net.copy();
    let set = |list: &Element, at: usize, new: &str| {
        list.set_atom_at(
            (at, at),
            || new.to_owned(),
            |_, atom| !atom.is_quoted() || at == 2,
            |atom| atom.value() == new,
        )
    };
    assert!(set(&net, 2, "GND") && !document.is_edited(), "it is said already");
    assert!(set(&net, 2, "V C"));
    assert!(!set(&net, 1, "2"), "a second atom");
    assert!(!set(&net, 0, "x") && !set(&net, 3, "x"), "there is none, or the first");
    assert_eq!(net.view().items().count(), 3);
    assert_eq!(net.view().atoms().last().unwrap().value(), "V C");
    assert!(net.item_place(1).is_some() && net.item_place(2).is_none(), "the text does not say it");
    assert_eq!(net.exact_text(), "(net 1 \"V C\")");
    assert_eq!(net.copy().root().text(), "(net 1 \"V C\")");
    net.edit(|items| items.insert_number(1, 0.5));
    assert_eq!(net.text(), "(net 0.5 1 \"V C\")");
    net.edit(|items| items.remove(1));
    assert!(set(&net, 2, "GND") && !document.is_edited(), "the text said it");
    assert_eq!(copy.root().text(), "(net 1 \"GND\")");
    let list = document.root().find("a/l").unwrap();
    assert!(!set(&list, 2, "o"), "a list stands before it");
    let odd = document.root().child(|head| head == "a").unwrap().children().remove(1);
    assert!(!odd.set_atom_at((1, 1), || "x".to_owned(), |_, _| true, |_| false), "a comment follows");
    assert!(!set(&odd, 1, "x"), "it is refused");
    assert_eq!(document.to_text(), text);
}

#[test]
fn parentheses_in_a_name_tell_nothing_of_the_layout() {
    let document = Document::parse("(footprint \"DF40HC(2.5)\"\n\t(layer \"F.Cu\")\n)\n".to_owned()).unwrap();
    let new = Document::synthetic("(at (x 1))".to_owned()).unwrap();
    document.root().children()[0].edit(|items| items.insert_list(items.len(), new));
    assert_eq!(
        document.to_text(),
        "(footprint \"DF40HC(2.5)\"\n\t(layer \"F.Cu\")\n\t(at\n\t\t(x 1)\n\t)\n)\n"
    );
}

#[test]
fn others_of_a_name_are_all_but_the_last() {
    let names = Names::new("n", &[]);
    let numbers =
        |list: &Element| -> Vec<String> { list.others_named(names).iter().map(Element::text).collect() };
    // Few lists, many, and such as were changed.
    for count in [0, 3, 300] {
        let rows: Vec<String> = (0..count).map(|number| format!("(n {number}) (m)")).collect();
        let document = read(&format!("(a {})", rows.concat()));
        let list = top(&document);
        let mut expected: Vec<String> = (1..count).map(|number| format!("(n {})", number - 1)).collect();
        assert_eq!(numbers(&list), expected);
        if count > 0 {
            list.edit(|items| items.remove(3));
            expected.remove(1);
            assert_eq!(numbers(&list), expected);
        }
    }
}
