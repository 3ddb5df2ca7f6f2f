//! Any changes of any document leave one whose text reads back as what its handles tell.
#![no_main]

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use sexp::{Document, Element, Item};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    text: &'a str,
    changes: Vec<(u16, Change<'a>)>,
}

#[derive(Arbitrary, Debug)]
enum Change<'a> {
    SetAtom(u8, &'a str),
    SetNumber(u8, f64),
    InsertAtom(u8, &'a str),
    InsertNumber(u8, f64),
    InsertNew(u8, &'a str),
    InsertCopy(u8, u16),
    Replace(u8, u16),
    Assign(u16),
    Remove(u8),
    Swap(u8, u8),
}

/// More lists than this only take time.
const MANY: usize = 500;

/// What stands in a list, and how deep.
#[derive(Debug)]
enum Said {
    List(usize),
    Text(usize, String),
    Number(usize, f64),
}

impl PartialEq for Said {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(depth), Self::List(other)) => depth == other,
            (Self::Text(depth, text), Self::Text(other, same)) => depth == other && text == same,
            // Numbers that were set are rounded when they are written.
            (Self::Number(depth, number), Self::Number(other, same)) => {
                depth == other && (number == same || (number - same).abs() <= 1e-5 + 1e-9 * number.abs())
            }
            _ => false,
        }
    }
}

/// What a list says.
fn said(element: &Element) -> Vec<Said> {
    let mut said = Vec::new();
    let mut work = vec![(0_usize, element.clone())];
    while let Some((depth, element)) = work.pop() {
        let view = element.view();
        let mut lists = Vec::new();
        for item in view.items() {
            match item {
                Item::Atom(atom) => said.push(match atom.number() {
                    Some(number) => Said::Number(depth, number),
                    None => Said::Text(depth, atom.value().into_owned()),
                }),
                Item::List(list) => {
                    said.push(Said::List(depth));
                    lists.push((depth + 1, list));
                }
            }
        }
        work.extend(lists.into_iter().rev());
    }
    said
}

fuzz_target!(|input: Input<'_>| {
    let Ok(document) = Document::parse(input.text) else { return };
    for (at, change) in &input.changes {
        let lists: Vec<Element> = document.root().walk().take(MANY).collect();
        if lists.len() == MANY {
            break;
        }
        let choose = |at: u16| &lists[usize::from(at) % lists.len()];
        let element = choose(*at);
        let finite = |number: f64| if number.is_finite() { number } else { 0.0 };
        match *change {
            Change::SetAtom(position, spelling) => {
                element.edit(|items| items.set_atom(position.into(), spelling.to_owned(), |_| false));
            }
            Change::SetNumber(position, number) => {
                element.edit(|items| items.set_number(position.into(), finite(number)));
            }
            Change::InsertAtom(position, spelling) => {
                element.edit(|items| items.insert_atom(position.into(), spelling.to_owned()));
            }
            Change::InsertNumber(position, number) => {
                element.edit(|items| items.insert_number(position.into(), finite(number)));
            }
            Change::InsertNew(position, text) => {
                let Ok(new) = Document::synthetic(text.to_owned()) else { continue };
                element.edit(|items| items.insert_list(position.into(), new));
            }
            Change::InsertCopy(position, from) => {
                let copy = choose(from).copy_for(element);
                element.edit(|items| items.insert_list(position.into(), copy));
            }
            Change::Replace(position, from) => {
                let copy = choose(from).copy_for(element);
                element.edit(|items| items.replace_with_list(position.into(), copy));
            }
            Change::Assign(from) => {
                let copy = choose(from).copy_for(element);
                element.edit(|items| items.assign(&copy));
            }
            Change::Remove(position) => element.edit(|items| items.remove(position.into())),
            Change::Swap(one, other) => {
                element.edit(|items| items.permute(&[one.into(), other.into()], &[1, 0]));
            }
        }
    }
    let expected = said(&document.root());
    if let Ok(again) = Document::parse(document.to_text()) {
        assert_eq!(said(&again.root()), expected, "{:?}", document.to_text());
    } else {
        assert_eq!(expected, [], "{:?}", document.to_text());
    }
    let copy = document.root().copy();
    assert_eq!(said(&copy.root()), expected);
});
