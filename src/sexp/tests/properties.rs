//! Properties: what holds for every text and every sequence of changes.

mod naive;

use naive::{Tree, parse, read, tree_of};
use proptest::prelude::*;
use sexp::{Document, Element, Item, Names};

/// Any text made of what matters to the scanner, or of what stands in nearly all files.
fn any_text() -> impl Strategy<Value = String> {
    let text = |characters: Vec<char>| {
        let text = prop::collection::vec(prop::sample::select(characters), 0..300);
        text.prop_map(|characters| characters.into_iter().collect())
    };
    let any = vec![
        '(', ')', '(', ')', '"', '"', '\\', ';', '#', ' ', '\n', '\t', '\r', 'a', '1', 'é', '\u{feff}', '\0',
    ];
    prop_oneof![text(any), text(vec!['(', ')', '"', ' ', ' ', 'a', '\n']), usual_text()]
}

/// A text of lists and strings with spaces between them, in which there may be one mistake.
fn usual_text() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "(a",
        "(",
        ")",
        ")",
        ")\n",
        " \"b\"",
        " \"(\"",
        " \")) c\"",
        " \"\"",
        " 1.5",
        " word",
        "\t",
    ]);
    let mistake =
        prop::sample::select(vec!["", "", "\"", ")", "\n)", "\\", " \"\\\"", "; (\n", "\n# \"\n", "\0"]);
    (prop::collection::vec(part, 0..200), mistake, any::<prop::sample::Index>()).prop_map(
        |(mut parts, mistake, at)| {
            // Mostly all lists that are opened are closed.
            let depth = parts.iter().fold(0_usize, |depth, part| match part.trim() {
                "(a" | "(" => depth + 1,
                ")" => depth.saturating_sub(1),
                _ => depth,
            });
            parts.extend(std::iter::repeat_n(")", depth));
            parts.insert(at.index(parts.len() + 1), mistake);
            parts.concat()
        },
    )
}

/// What may stand between two items.
fn blank() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "",
        " ",
        " ",
        "\n",
        "\n\t",
        "\n\t\t",
        "\n  ",
        "\r\n\t",
        "\t ",
        " ; note )\"\n",
        ";(\n ",
        "\n# \"note (\n\t",
        "\n  ",
    ])
}

fn atom() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec!["a", "xy", "b", "at", "net", "1", "1.50", "-0.5", "5\"", "a;b", "x#y", "é"])
            .prop_map(str::to_owned),
        1 => Just("#word".to_owned()),
        2 => prop::sample::select(vec!["", "a b", "(", "; no", "# no", "q\"uo\\te", "line\nbreak", "Ω"])
            .prop_map(sexp::quote),
        1 => Just("\"raw\nbreak\"".to_owned()),
        1 => "[a-z]{60,90}",
    ]
}

/// Items with what stands before each, and what stands after the last.
#[derive(Clone, Debug)]
enum Spelled {
    Atom(String),
    List(Vec<(&'static str, Spelled)>, &'static str),
}

fn items() -> impl Strategy<Value = Vec<(&'static str, Spelled)>> {
    let item = atom().prop_map(Spelled::Atom);
    let item = item.prop_recursive(5, 120, 8, |item| {
        (prop::collection::vec((blank(), item), 0..8), blank())
            .prop_map(|(items, tail)| Spelled::List(items, tail))
    });
    let list = (prop::collection::vec((blank(), item.clone()), 0..12), blank())
        .prop_map(|(items, tail)| Spelled::List(items, tail));
    prop::collection::vec((blank(), prop_oneof![3 => list, 1 => item]), 1..5)
}

/// A text in which every atom reads as itself.
fn document() -> impl Strategy<Value = String> {
    (any::<bool>(), items(), blank()).prop_map(|(mark, items, tail)| {
        let mut text = String::from(if mark { "\u{feff}" } else { "" });
        spell(&items, tail, &mut text);
        text
    })
}

fn spell(items: &[(&'static str, Spelled)], tail: &str, text: &mut String) {
    let separate = |text: &mut String, next: &str| {
        let in_word =
            text.ends_with(|last: char| !last.is_whitespace() && !matches!(last, '(' | ')' | '\u{feff}'));
        let begins = next.starts_with(|first: char| !first.is_whitespace() && !matches!(first, '(' | ')'));
        if in_word && begins {
            text.push(' ');
        }
    };
    for (lead, item) in items {
        separate(text, lead);
        text.push_str(lead);
        match item {
            Spelled::Atom(atom) => {
                separate(text, atom);
                let line = text.rsplit('\n').next().unwrap_or_default();
                if atom.starts_with('#') && line.trim_matches(['\u{feff}', ' ', '\t', '\r']).is_empty() {
                    text.push('w');
                }
                text.push_str(atom);
            }
            Spelled::List(items, tail) => {
                text.push('(');
                spell(items, tail, text);
                text.push(')');
            }
        }
    }
    separate(text, tail);
    text.push_str(tail);
}

/// One change of one list. Numbers choose among what there is.
#[derive(Clone, Debug)]
enum Change {
    SetAtom(usize, String),
    SetNumber(usize, i16),
    InsertAtom(usize, String),
    InsertNumber(usize, i16),
    InsertNew(usize),
    InsertCopy(usize, Vec<usize>),
    Replace(usize, Vec<usize>),
    Move(Vec<usize>, usize),
    Remove(usize),
    Keep(u16),
    Swap(usize, usize),
}

fn change() -> impl Strategy<Value = (Vec<usize>, Change)> {
    let at = || 0_usize..12;
    let path = || prop::collection::vec(0_usize..6, 0..5);
    let change = prop_oneof![
        (at(), atom()).prop_map(|(at, atom)| Change::SetAtom(at, atom)),
        (at(), any::<i16>()).prop_map(|(at, number)| Change::SetNumber(at, number)),
        (at(), atom()).prop_map(|(at, atom)| Change::InsertAtom(at, atom)),
        (at(), any::<i16>()).prop_map(|(at, number)| Change::InsertNumber(at, number)),
        at().prop_map(Change::InsertNew),
        (at(), path()).prop_map(|(at, path)| Change::InsertCopy(at, path)),
        (at(), path()).prop_map(|(at, path)| Change::Replace(at, path)),
        (path(), at()).prop_map(|(path, at)| Change::Move(path, at)),
        at().prop_map(Change::Remove),
        any::<u16>().prop_map(Change::Keep),
        (at(), at()).prop_map(|(one, other)| Change::Swap(one, other)),
    ];
    (path(), change)
}

/// The list at a path, each step of which chooses among the lists there are, and the positions on the way.
fn walk(root: &Element, path: &[usize]) -> (Element, Vec<usize>) {
    let mut element = root.clone();
    let mut way = Vec::new();
    for step in path {
        let view = element.view();
        let lists: Vec<(usize, Element)> = view
            .items()
            .enumerate()
            .filter_map(|(at, item)| match item {
                Item::List(list) => Some((at, list)),
                Item::Atom(_) => None,
            })
            .collect();
        drop(view);
        if lists.is_empty() {
            break;
        }
        let (at, list) = lists[step % lists.len()].clone();
        way.push(at);
        element = list;
    }
    (element, way)
}

fn tree_at<'a>(tree: &'a mut Tree, way: &[usize]) -> &'a mut Vec<Tree> {
    way.iter().fold(tree, |tree, at| &mut tree.items().unwrap()[*at]).items().unwrap()
}

fn as_tree(spelling: &str) -> Tree {
    let Tree::List(mut items) = read(&format!("(a {spelling})")) else { unreachable!() };
    let Tree::List(mut items) = items.remove(0) else { unreachable!() };
    items.remove(1)
}

const NEW: &str = "(new 1 (xy 1 2) (xy 3 4) (size 1.25 \"a\"))";

/// Does the same change to the document and to the tree.
fn apply(document: &Document, tree: &mut Tree, path: &[usize], change: &Change) {
    let root = document.root();
    let (element, way) = walk(&root, path);
    let len = tree_at(tree, &way).len();
    match change {
        Change::SetAtom(at, spelling) if len > 0 => {
            element
                .edit(|items| items.set_atom(at % len, spelling.clone(), |old| old.spelling() == spelling));
            tree_at(tree, &way)[at % len] = as_tree(spelling);
        }
        Change::SetNumber(at, number) if len > 0 => {
            let number = f64::from(*number) / 8.0;
            element.edit(|items| items.set_number(at % len, number));
            let again = number + 0.25;
            let number = if element.set_number_at(at % len, at % len, again) { again } else { number };
            tree_at(tree, &way)[at % len] = Tree::word(&number.to_string());
        }
        Change::InsertAtom(at, spelling) => {
            element.edit(|items| items.insert_atom(*at, spelling.clone()));
            tree_at(tree, &way).insert((*at).min(len), as_tree(spelling));
        }
        Change::InsertNumber(at, number) => {
            let number = f64::from(*number) / 8.0;
            element.edit(|items| items.insert_number(*at, number));
            tree_at(tree, &way).insert((*at).min(len), Tree::word(&number.to_string()));
        }
        Change::InsertNew(at) => {
            let new = Document::synthetic(NEW.to_owned()).unwrap();
            element.edit(|items| items.insert_list(*at, new));
            let Tree::List(mut new) = read(NEW) else { unreachable!() };
            tree_at(tree, &way).insert((*at).min(len), new.remove(0));
        }
        Change::InsertCopy(at, from) | Change::Replace(at, from) => {
            let (from, from_way) = walk(&root, from);
            // A copy that goes into itself again and again would grow without bounds.
            if from_way.is_empty() || from.text().len() > 2000 {
                return;
            }
            let copied = Tree::List(tree_at(tree, &from_way).clone());
            let copy = from.copy_for(&element);
            let items = tree_at(tree, &way);
            if matches!(change, Change::InsertCopy(..)) {
                element.edit(|items| items.insert_list(*at, copy));
                items.insert((*at).min(len), copied);
            } else if len > 0 {
                element.edit(|items| items.replace_with_list(at % len, copy));
                items[at % len] = copied;
            }
        }
        Change::Move(from, at) => {
            let (moved, from_way) = walk(&root, from);
            let Some((position, outer)) = from_way.split_last() else { return };
            let (parent, _) = walk(&root, &from[..from_way.len() - 1]);
            assert_eq!(parent.edit(|items| items.position_of(&moved)), Some(*position));
            let copy = moved.copy_for(&parent);
            parent.edit(|items| {
                items.remove(*position);
                items.insert_list(*at, copy);
            });
            let items = tree_at(tree, outer);
            let moved = items.remove(*position);
            items.insert((*at).min(items.len()), moved);
        }
        Change::Remove(at) => {
            element.edit(|items| items.remove(*at));
            if *at < len {
                tree_at(tree, &way).remove(*at);
            }
        }
        Change::Keep(bits) => {
            let keeps = |position: usize| bits >> (position % 16) & 1 == 1 || position > 3;
            element.edit(|items| items.retain(keeps));
            let mut position = 0;
            tree_at(tree, &way).retain(|_| {
                position += 1;
                keeps(position - 1)
            });
        }
        Change::Swap(one, other) if len > 0 => {
            let (one, other) = (one % len, other % len);
            element.edit(|items| items.permute(&[one, other], &[1, 0]));
            tree_at(tree, &way).swap(one, other);
        }
        Change::SetAtom(..) | Change::SetNumber(..) | Change::Swap(..) => {}
    }
}

fn assert_reads_as(text: &str, tree: &Tree) -> Result<(), TestCaseError> {
    match Document::parse(text) {
        Ok(document) => prop_assert_eq!(&tree_of(&document.root()), tree, "{:?}", text),
        Err(error) => prop_assert_eq!(tree, &Tree::List(Vec::new()), "{:?}: {}", text, error),
    }
    Ok(())
}

/// A list with so many others in it that what is looked for in it is kept.
fn wide() -> impl Strategy<Value = String> {
    let child = prop::sample::select(vec![
        "(a 1)",
        "(b (xy 1 2) (b))",
        "(net 1 \"x\")",
        "b",
        "2.50",
        "(\u{e9})",
        "(\"a\" 1)",
        "()",
        "((a) a)",
        "(xy (a) (b) (a) (net) (a) (xy) (b) (a) (a) (b))",
    ]);
    prop::collection::vec((blank(), child), 9..40).prop_map(|children| {
        let children: Vec<String> =
            children.into_iter().map(|(lead, child)| format!(" {lead} {child}")).collect();
        format!("(a {}\n)", children.concat())
    })
}

/// Names, and the same as words.
const KEPT: [(Names, &[&str]); 5] = [
    (Names::ANY, &[]),
    (Names::new("a", &[]), &["a"]),
    (Names::new("b", &["net", "changed"]), &["b", "net", "changed"]),
    (Names::new("new", &["xy"]), &["new", "xy"]),
    (Names::new("", &[]), &[""]),
];

/// What is kept about each list is what a look at all of its items tells.
fn assert_kept_as_it_is(document: &Document) -> Result<(), TestCaseError> {
    for element in document.root().walk() {
        let view = element.view();
        for (names, words) in KEPT {
            let kept = element.children_named(names);
            let mut fresh = element.children();
            fresh.retain(|child| words.is_empty() || words.contains(&&*child.head().unwrap_or_default()));
            let found = element.with_named(&names, |found| (found.len(), found.collect::<Vec<_>>()));
            prop_assert_eq!(&found, &(fresh.len(), fresh.clone()));
            prop_assert_eq!(kept.iter().collect::<Vec<_>>(), fresh.clone(), "{:?}", names);
            prop_assert_eq!(element.child_named(&names), fresh.last().cloned());
            let found = element.edit(|items| items.positions_of(&fresh, kept.position(0)));
            for (index, (child, position)) in fresh.iter().zip(found).enumerate() {
                prop_assert_eq!(kept.index_of(child), Some(index));
                let item = view.items().nth(position.unwrap());
                prop_assert!(matches!(item, Some(Item::List(list)) if list == *child));
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_reads_as_a_plain_reader_reads_it(text in any_text()) {
        match (Document::parse(text.as_str()), parse(&text)) {
            (Ok(document), Ok(tree)) => {
                prop_assert_eq!(tree_of(&document.root()), tree);
                prop_assert_eq!(&document.to_text(), &text);
                for element in document.root().walk().skip(1) {
                    let place = element.place().unwrap();
                    prop_assert!(text[place.offset..].starts_with(&element.text()));
                }
            }
            (Err(error), Err((kind, offset))) => {
                prop_assert_eq!((error.kind(), error.place().offset), (kind, offset));
            }
            (read, plain) => prop_assert!(false, "{:?}: {:?} but {:?}", text, read, plain),
        }
    }

    #[test]
    fn documents_come_back_byte_for_byte(text in document()) {
        let document = Document::parse(text.as_str()).unwrap();
        prop_assert_eq!(&document.to_text(), &text);
        let tree = parse(&text).unwrap();
        prop_assert_eq!(&tree_of(&document.root()), &tree);
        let formatted = document.formatted();
        assert_reads_as(&formatted, &tree)?;
        prop_assert_eq!(&Document::parse(formatted.as_str()).unwrap().formatted(), &formatted);
    }

    #[test]
    fn changes_do_to_the_text_what_they_do_to_a_plain_tree(
        text in document(),
        changes in prop::collection::vec(change(), 1..12),
    ) {
        let document = Document::parse(text.as_str()).unwrap();
        let mut tree = tree_of(&document.root());
        for (path, change) in &changes {
            apply(&document, &mut tree, path, change);
            prop_assert_eq!(&tree_of(&document.root()), &tree);
        }
        assert_reads_as(&document.to_text(), &tree)?;
        assert_reads_as(&document.formatted(), &tree)?;
        assert_reads_as(&document.root().exact_text(), &tree)?;
        for element in document.root().walk().skip(1) {
            let file = Tree::List(vec![tree_of(&element)]);
            assert_reads_as(&element.text(), &file)?;
            assert_reads_as(&element.exact_text(), &file)?;
        }
    }

    #[test]
    fn what_is_kept_about_lists_follows_every_change(
        text in wide(),
        changes in prop::collection::vec(change(), 1..6),
    ) {
        let document = Document::parse(text.as_str()).unwrap();
        let mut tree = tree_of(&document.root());
        assert_kept_as_it_is(&document)?;
        let mut kept = Vec::new();
        for (path, change) in &changes {
            let path = [&[0], path.as_slice()].concat();
            // A copy shares what is kept until one of both is changed.
            kept.push((document.root().copy(), document.to_text()));
            apply(&document, &mut tree, &path, change);
            assert_kept_as_it_is(&document)?;
            let (list, _) = walk(&document.root(), &path);
            let before = document.to_text();
            let new = ["(new 1)", "(a 2)"].map(|new| Document::synthetic(new.to_owned()).unwrap());
            prop_assert_eq!(list.edit(|items| items.insert_lists(1, new)), 2);
            assert_kept_as_it_is(&document)?;
            let first = 1.min(list.view().items().count() - 2);
            list.edit(|items| items.remove_all([first + 1, first, first + 1]));
            assert_kept_as_it_is(&document)?;
            prop_assert_eq!(document.to_text(), before);
        }
        for (copy, text) in kept {
            prop_assert_eq!(copy.to_text(), text);
            assert_kept_as_it_is(&copy)?;
        }
    }

    #[test]
    fn copies_are_equal_and_independent(
        text in document(),
        changes in prop::collection::vec(change(), 0..8),
        path in prop::collection::vec(0_usize..6, 0..4),
        later in prop::collection::vec(change(), 1..8),
    ) {
        let document = Document::parse(text.as_str()).unwrap();
        let mut tree = tree_of(&document.root());
        for (path, change) in &changes {
            apply(&document, &mut tree, path, change);
        }
        let (element, _) = walk(&document.root(), &path);
        let before = document.to_text();
        let copy = element.copy();
        let mut copied = tree_of(&element);
        prop_assert_eq!(&tree_of(&copy.root()), &copied);
        for (path, change) in &later {
            apply(&copy, &mut copied, path, change);
        }
        prop_assert_eq!(&tree_of(&copy.root()), &copied);
        prop_assert_eq!(&document.to_text(), &before);
        prop_assert_eq!(&tree_of(&document.root()), &tree);
        for (path, change) in &later {
            apply(&document, &mut tree, path, change);
        }
        prop_assert_eq!(&tree_of(&copy.root()), &copied);
        assert_reads_as(&document.to_text(), &tree)?;
    }

    #[test]
    fn what_is_outside_of_a_changed_list_stays(text in document(), (path, change) in change()) {
        let document = Document::parse(text.as_str()).unwrap();
        let mut tree = tree_of(&document.root());
        let (element, way) = walk(&document.root(), &path);
        let change = match change {
            // This one changes the list around the one that it moves.
            Change::Move(..) => Change::InsertNew(0),
            other => other,
        };
        let start = element.place().unwrap().offset;
        let end = start + element.text().len();
        apply(&document, &mut tree, &path, &change);
        let changed = document.to_text();
        if !way.is_empty() {
            prop_assert!(changed.starts_with(&text[..start]), "{:?}", changed);
            prop_assert!(changed.ends_with(&text[end..]), "{:?}", changed);
        }
        // A place tells what stood there, whatever was changed.
        prop_assert_eq!(element.place().unwrap().offset, start);
    }

    #[test]
    fn undoing_gives_the_original_bytes(text in document(), path in prop::collection::vec(0_usize..6, 0..5), at in 0_usize..12) {
        let document = Document::parse(text.as_str()).unwrap();
        let (element, _) = walk(&document.root(), &path);
        let view = element.view();
        let items: Vec<_> = view.items().collect();
        if items.is_empty() {
            return Ok(());
        }
        let at = at % items.len();
        match &items[at] {
            Item::Atom(atom) => {
                element.edit(|items| items.set_atom(at, "changed".to_owned(), |_| false));
                element.edit(|items| {
                    items.set_atom(at, atom.spelling().to_owned(), |old| old.spelling() == atom.spelling());
                });
                prop_assert!(!document.is_edited());
            }
            Item::List(list) => {
                element.edit(|items| items.remove(at));
                let copy = list.copy_for(&element);
                element.edit(|items| items.insert_list(at, copy));
            }
        }
        prop_assert_eq!(document.to_text(), text.as_str());
        let new = Document::synthetic(NEW.to_owned()).unwrap();
        element.edit(|items| items.insert_list(at, new));
        element.edit(|items| items.insert_atom(at, "new".to_owned()));
        element.edit(|items| items.remove(at));
        element.edit(|items| items.remove(at));
        prop_assert_eq!(document.to_text(), text);
    }

    #[test]
    fn assigning_says_the_same(
        text in document(),
        target in prop::collection::vec(0_usize..6, 1..5),
        source in prop::collection::vec(0_usize..6, 1..5),
    ) {
        let document = Document::parse(text.as_str()).unwrap();
        let (target, _) = walk(&document.root(), &target);
        let (source, way) = walk(&document.root(), &source);
        let heads = (target.head(), source.head());
        if target.is_file() || way.is_empty() || matches!(heads, (None, _) | (_, None)) {
            return Ok(());
        }
        let Tree::List(expected) = tree_of(&source) else { unreachable!() };
        let copy = source.copy_for(&target);
        target.edit(|items| items.assign(&copy));
        let Tree::List(assigned) = tree_of(&target) else { unreachable!() };
        // Atoms and lists keep their order among themselves.
        for lists in [false, true] {
            let part = |items: &[Tree]| -> Vec<Tree> {
                items[1..].iter().filter(|item| matches!(item, Tree::List(_)) == lists).cloned().collect()
            };
            prop_assert_eq!(part(&assigned), part(&expected));
        }
        let whole = tree_of(&document.root());
        assert_reads_as(&document.to_text(), &whole)?;
        if target == source {
            prop_assert_eq!(document.to_text(), text);
        }
    }

    #[test]
    fn trees_are_spelled_and_read(text in document()) {
        let tree = parse(&text).unwrap();
        let Tree::List(items) = &tree else { unreachable!() };
        for item in items.iter().filter(|item| matches!(item, Tree::List(_))) {
            let synthetic = Document::synthetic(item.text()).unwrap();
            assert_reads_as(&synthetic.to_text(), &Tree::List(vec![item.clone()]))?;
        }
    }
}
