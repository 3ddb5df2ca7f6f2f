//! Changes that leave a text in which things could run together, nest in themselves or be taken for others.

use sexp::{Document, Element, Names};

fn read(text: &str) -> Document {
    Document::parse(text).unwrap()
}

fn top(document: &Document) -> Element {
    document.root().children().remove(0)
}

fn new(text: &str) -> Document {
    Document::synthetic(text.to_owned()).unwrap()
}

/// Text of a document after a change to its first list.
fn changed(text: &str, change: impl FnOnce(&Element)) -> String {
    let document = read(text);
    change(&top(&document));
    document.to_text()
}

/// Text of a document after a change to the file itself.
fn changed_file(text: &str, change: impl FnOnce(&Element)) -> String {
    let document = read(text);
    change(&document.root());
    document.to_text()
}

#[test]
fn words_do_not_run_together() {
    let without = |text| changed(text, |list| list.edit(|items| items.remove(1)));
    assert_eq!(without("(a(b)c)"), "(a c)");
    assert_eq!(without("(a(b)\"c\")"), "(a \"c\")");
    assert_eq!(without("(a(b);c\n(d))"), "(a ;c\n(d))");
    assert_eq!(without("(a(b);c\n)"), "(a ;c\n)");
    assert_eq!(changed("(\"a\"b)", |list| list.edit(|items| items.insert_atom(0, "x".into()))), "(x \"a\"b)");
    assert_eq!(changed_file("a(b)c", |file| file.edit(|items| items.remove(1))), "a c");
}

#[test]
fn no_word_becomes_a_comment() {
    let swap = |list: &Element| list.edit(|items| items.permute(&[1, 2], &[1, 0]));
    assert_eq!(changed("(a\n b #c)", swap), "(a\n \"#c\" b)");
    assert_eq!(changed("(a b #c)", swap), "(a #c b)");
    assert_eq!(changed_file("(a) #b", |file| file.edit(|items| items.remove(0))), "\"#b\"");
    let first = changed_file("\u{feff}(a)#b", |file| file.edit(|items| items.permute(&[0, 1], &[1, 0])));
    assert_eq!(first, "\u{feff}\"#b\"(a)");
    let text = changed("(a)", |list| {
        list.edit(|items| {
            items.insert_atom(1, "#b".into());
            items.insert_atom(2, ";c".into());
        });
    });
    assert_eq!(text, "(a \"#b\" \";c\")");
}

#[test]
fn no_comment_becomes_words() {
    let text = changed_file("# note\n(a)(b)", |file| {
        let copy = file.children()[0].copy_for(file);
        file.edit(|items| {
            items.remove(0);
            items.insert_list(1, copy);
        });
    });
    assert_eq!(text, "(b)\n# note\n(a)");
}

#[test]
fn what_is_no_atom_is_put_in_quotes() {
    let text = changed("(a b)", |list| {
        list.edit(|items| {
            items.set_atom(1, ") (".into(), |_| false);
            for spelling in ["", "x y", "\"open", "\"a\" b", "nul\0", "\"closed\"", "word", "\u{feff}"] {
                items.insert_atom(items.len(), spelling.into());
            }
        });
    });
    assert_eq!(
        text,
        "(a \") (\" \"\" \"x y\" \"\\\"open\" \"\\\"a\\\" b\" nul \"closed\" word \"\u{feff}\")"
    );
}

#[test]
fn a_byte_order_mark_stays_in_front() {
    let mark = "\u{feff}";
    let text = format!("{mark}(a)\n(b)\n");
    let first = changed_file(&text, |file| file.edit(|items| items.insert_list(0, new("(c)"))));
    assert_eq!(first, format!("{mark}(c)\n(a)\n(b)\n"));
    assert_eq!(changed_file(&text, |file| file.edit(|items| items.remove(0))), format!("{mark}(b)\n"));
    assert_eq!(read(&format!("{mark}# note (\n(a)")).root().children().len(), 1);
    assert_eq!(read(&format!("{mark}{mark} b")).formatted(), format!("\"{mark}\" b\n"));
}

#[test]
fn windows_line_breaks_go_on() {
    let text = changed("(a\r\n\t(b 1)\r\n)\r\n", |list| {
        list.edit(|items| items.insert_list(2, new("(c (d 1))")));
    });
    assert_eq!(text, "(a\r\n\t(b 1)\r\n\t(c\r\n\t\t(d 1)\r\n\t)\r\n)\r\n");
    let error = Document::parse("(a\r\n\"b").unwrap_err();
    assert_eq!((error.place().line, error.place().column), (2, 1));
    assert_eq!(error.place().excerpt, "\"b");
}

#[test]
fn files_without_line_breaks_stay_in_their_line() {
    let append = |list: &Element| list.edit(|items| items.insert_list(items.len(), new("(c 1 (d 2))")));
    assert_eq!(changed("(a (b 1))", append), "(a (b 1) (c 1 (d 2)))");
    assert_eq!(changed("(a)", append), "(a\n\t(c 1\n\t\t(d 2)\n\t)\n)");
}

#[test]
fn lists_that_become_empty_or_full_close_as_kicad_closes_them() {
    let text = "(a \"x\"\n\t(b 1)\n)\n";
    assert_eq!(changed(text, |list| list.edit(|items| items.remove(2))), "(a \"x\")\n");
    assert_eq!(changed("(a \"x\")\n", |list| list.edit(|items| items.insert_list(2, new("(b 1)")))), text);
    let wrapped = format!("(a \"{}\"\n\t\"x\"\n)\n", "w".repeat(80));
    let short = format!("(a \"{}\")\n", "w".repeat(80));
    assert_eq!(changed(&wrapped, |list| list.edit(|items| items.remove(2))), short);
    let append = |list: &Element| list.edit(|items| items.insert_atom(2, "\"x\"".into()));
    assert_eq!(changed(&short, append), wrapped);
    let replaced = changed("(a\n\t(b 1)\n)\n", |list| list.edit(|items| items.remove(0)));
    assert_eq!(replaced, "(\n\t(b 1)\n)\n");
    assert_eq!(changed("(a)", |list| list.edit(|items| items.remove(0))), "()");
}

#[test]
fn long_parts_are_broken_in_files_indented_with_blanks() {
    let text = "(module R\n  (descr x)\n)\n";
    let long = format!("(fp_text (a (b \"{}\")) (c \"{}\") x)", "1".repeat(50), "2".repeat(50));
    let appended = changed(text, |list| list.edit(|items| items.insert_list(items.len(), new(&long))));
    let lines =
        format!("  (fp_text\n    (a (b \"{}\"))\n    (c \"{}\") x)\n", "1".repeat(50), "2".repeat(50));
    assert_eq!(appended, text.replace("x)\n", &format!("x)\n{lines}")));
}

#[test]
fn old_files_may_be_indented_with_tabs() {
    let text = "(module R (layer F.Cu)\n\t(attr smd)\n\t(fp_text a\n\t\t(effects (font (size 1 1))))\n)\n";
    let document = read(text);
    let append = |path: &str| {
        let list = document.root().find(path).unwrap();
        list.edit(|items| items.insert_list(items.len(), new("(pad 1 smd (at 0 0))")));
    };
    append("module");
    append("module/fp_text");
    append("module/fp_text/effects");
    let pad = "(pad 1 smd (at 0 0))";
    let expected = text.replace("1 1))))", &format!("1 1)) {pad})\n\t\t{pad})\n\t{pad}"));
    assert_eq!(document.to_text(), expected);
}

#[test]
fn comments_survive_being_laid_out() {
    let source = read("(b ; one\n (c 1) # not one\n # two\n d)");
    for text in ["(a\n\t(x)\n)\n", "(a\n  (x)\n)\n", "(a (x))"] {
        let text = changed(text, |list| {
            let copy = source.root().children()[0].copy_for(list);
            list.edit(|items| items.insert_list(1, copy));
        });
        let items = read(&text).root().find("a/b").unwrap().view().items().count();
        assert_eq!(items, 6, "{text}");
        assert!(text.contains("; one\n") && text.contains("# two\n"), "{text}");
    }
}

#[test]
fn a_list_never_stands_in_two_places() {
    let document = read("(a)");
    let list = top(&document);
    let graft = new("(b 1)");
    list.edit(|items| {
        items.insert_list(1, graft.clone());
        items.insert_list(2, graft.clone());
        items.permute(&[1, 1, 2], &[2, 0, 1]);
    });
    list.children()[0].edit(|items| items.set_number(1, 2.0));
    assert_eq!(document.to_text(), "(a\n\t(b 2)\n\t(b 1)\n)");
    assert!(list.edit(|items| items.position_of(&graft.root())).is_some());
}

#[test]
fn a_list_never_stands_within_itself() {
    let document = read("(a (b))");
    let list = top(&document);
    list.edit(|items| items.insert_list(2, document.clone()));
    assert_eq!(document.to_text(), "(a (b) (a (b)))");
    let inner = list.children()[1].clone();
    // The copy of a copy of what holds it, while that is being changed.
    inner.edit(|items| items.replace_with_list(1, document.clone()));
    assert_eq!(document.to_text(), "(a (b) (a (a (b) (a (b)))))");
    inner.edit(|items| items.assign(&document));
    inner.edit(|items| items.assign(inner.document()));
    assert!(document.to_text().len() < 1000);
}

#[test]
fn an_older_document_is_copied_when_it_is_put_in() {
    let older = new("(b 1)");
    let document = read("(a)");
    let list = top(&document);
    list.edit(|items| items.insert_list(1, older.clone()));
    older.root().edit(|items| items.set_number(1, 2.0));
    list.children()[0].edit(|items| items.set_number(1, 3.0));
    assert_eq!((older.root().text().as_str(), list.children()[0].text().as_str()), ("(b 2)", "(b 3)"));
}

#[test]
fn assigned_numbers_are_rounded_only_where_they_were_set() {
    let document = read("(a (at 0.1234567890123 0.5) (to 1 2))");
    let at = document.root().find("a/at").unwrap();
    let to = document.root().find("a/to").unwrap();
    at.edit(|items| items.set_number(2, 1.0 / 3.0));
    let copy = at.copy_for(&to);
    to.edit(|items| items.assign(&copy));
    assert_eq!(to.text(), "(to 0.1234567890123 0.3333333333)");
    assert_eq!(to.view().atoms().nth(2).unwrap().number(), Some(1.0 / 3.0));
}

#[test]
fn of_a_file_the_first_list_is_put_in() {
    let document = read("(a)");
    let list = top(&document);
    list.edit(|items| items.insert_list(1, read("; note\n(b 1)\n(c)\n")));
    list.edit(|items| items.insert_list(1, read("word")));
    assert_eq!(document.to_text(), "(a\n\t(b 1)\n)");
}

#[test]
fn kept_children_notice_every_change() {
    let rows: Vec<_> = (0..300).map(|n| format!("(n {n})")).collect();
    let document = read(&format!("(a {})", rows.join(" ")));
    let list = top(&document);
    let count = |word: &'static str| list.children_named(Names::new(word, &[])).len();
    assert_eq!((count("n"), count("mm")), (300, 0));
    list.edit(|items| items.insert_list(5, new("(n x)")));
    assert_eq!(count("n"), 301);
    // The first word of a list that was put in changes without notice to the list around it.
    list.children()[4].edit(|items| items.set_atom(0, "mm".into(), |_| false));
    assert_eq!((count("n"), count("mm")), (300, 1));
    list.edit(|items| items.remove(5));
    assert_eq!((count("n"), count("mm")), (300, 0));
    assert!(!document.is_edited());
    list.children()[7].edit(|items| items.set_number(1, 0.5));
    assert_eq!(
        (count("n"), list.children_named(Names::new("n", &[])).get(7).unwrap().text()),
        (300, "(n 0.5)".into())
    );
    // A copy shares lists with the document, and changes apart from it.
    list.edit(|items| items.remove(1));
    let copy = list.copy();
    for position in 1..4 {
        copy.root().edit(|items| items.remove(position));
        list.edit(|items| items.insert_list(1, new("(n y)")));
        let left = 299 - position;
        assert_eq!(copy.root().children_named(Names::new("n", &[])).len(), left);
        assert_eq!(count("n"), 299 + position);
    }
}

#[test]
fn documents_within_documents_are_dropped_at_any_depth() {
    let document = read("(a)");
    let mut element = top(&document);
    for _ in 0..10_000 {
        let copy = new("(a)").root().copy_for(&element);
        let inner = copy.root();
        element.edit(|items| items.insert_list(1, copy));
        element = inner;
    }
    // Looking children up keeps them.
    let mut level = top(&document);
    while let Some(inner) = level.child_named(&Names::new("a", &[])) {
        level = inner;
    }
    drop((level, element));
    std::thread::Builder::new().stack_size(128 * 1024).spawn(move || drop(document)).unwrap().join().unwrap();
}

#[test]
fn deep_levels_do_not_drown_in_tabs() {
    let depth = 20_000;
    let text = format!("{}{}", "(a ".repeat(depth), ")".repeat(depth));
    let laid_out = new(&text).to_text();
    assert!(laid_out.len() < depth * 500);
    assert_eq!(read(&laid_out).root().walk().count(), depth + 1);
}

#[test]
fn places_tell_no_tales() {
    let document = read("(a\n  (b 1 2)\n  (c (d) x))");
    let b = document.root().find("a/b").unwrap();
    let place = b.item_place(2).unwrap();
    assert_eq!((place.line, place.column), (2, 8));
    assert_eq!(b.item_place(3), None);
    b.edit(|items| items.set_number(2, 3.0));
    assert_eq!(b.item_place(2), None);
    assert_eq!(b.item_place(1).unwrap().column, 6);
    b.edit(|items| items.insert_atom(1, "x".into()));
    assert_eq!(b.item_place(2).unwrap().column, 6);
    let list = top(&document);
    let copy = document.root().find("a/c").unwrap().copy_for(&list);
    list.edit(|items| {
        items.insert_list(1, copy);
        items.insert_list(1, new("(new)"));
    });
    assert_eq!(list.item_place(1), None);
    assert_eq!(list.item_place(2).unwrap().line, 3);
    assert_eq!(new("(a)").root().place(), None);
    let part = document.root().find("a/c/d").unwrap().copy();
    assert_eq!(part.root().place(), None);
}

#[test]
fn levels_are_right_in_any_order() {
    let text = "(a\n\t(b\n\t\t(c 1)\n\t)\n\t(d\n\t\t(e\n\t\t\t(f 1)\n\t\t)\n\t)\n)\n";
    let document = read(text);
    for path in ["a/d/e", "a/b", "a/b/c", "a/d/e/f", "a/d", "a"] {
        document.root().find(path).unwrap().edit(|items| items.insert_list(items.len(), new("(x)")));
    }
    top(&document).edit(|items| items.permute(&[1, 2], &[1, 0]));
    let expected = "(a\n\t(d\n\t\t(e\n\t\t\t(f 1\n\t\t\t\t(x)\n\t\t\t)\n\t\t\t(x)\n\t\t)\n\t\t(x)\n\t)\n\t(b\n\t\t(c 1\n\t\t\t(x)\n\t\t)\n\t\t(x)\n\t)\n\t(x)\n)\n";
    assert_eq!(document.to_text(), expected);
    assert_eq!(document.formatted(), expected);
}

#[test]
fn what_was_taken_out_comes_back_where_it_stood() {
    let text = "(a (b 1.50)\n  c (d \"x\") ; note\n  (b 2))\n";
    let document = Document::parse(text).expect("a document");
    let list = document.root().children()[0].clone();
    let taken = list.children()[0].clone();
    list.edit(|items| items.remove(1));
    assert_eq!(document.to_text(), "(a\n  c (d \"x\") ; note\n  (b 2))\n");
    // A list that says the same, whatever its first word and spelling were.
    list.edit(|items| items.restore_list(3, |items| 0..=items.len(), &["b"], new("(e 1.5)")));
    assert_eq!(document.to_text(), text);
    list.edit(|items| items.remove(1));
    // A copy of what was removed, between its neighbours.
    let copy = taken.copy_for(&list);
    list.edit(|items| items.insert_list_within(3, |_| 1..=3, copy));
    assert_eq!(document.to_text(), text);
    // A bare word, and a list by its first word alone.
    list.edit(|items| items.remove(2));
    assert!(list.edit(|items| items.restore_word("c")));
    assert!(!list.edit(|items| items.restore_word("c")));
    list.edit(|items| items.remove(3));
    assert!(list.edit(|items| items.restore_named("d")));
    assert!(!list.edit(|items| items.restore_named("d")));
    assert_eq!(document.to_text(), text);
}
