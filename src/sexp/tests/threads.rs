//! Documents that several threads read, change, copy and write at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use sexp::{Document, Element, Names};

const ROWS: usize = 400;

fn board() -> Document {
    let rows: Vec<_> = (0..ROWS).map(|n| format!("\t(net {n} \"N{n}\"\n\t\t(at 0 0)\n\t)\n")).collect();
    Document::parse(format!("(board\n{})\n", rows.concat())).unwrap()
}

fn nets(board: &Element) -> Vec<Element> {
    board.children_named(Names::new("net", &[])).iter().collect()
}

#[test]
fn writers_of_different_lists_do_not_disturb_each_other() {
    let document = board();
    let board = document.root().find("board").unwrap();
    thread::scope(|scope| {
        for part in 0..4 {
            let nets = nets(&board);
            scope.spawn(move || {
                for net in nets.iter().skip(part).step_by(4) {
                    let at = net.child(|head| head == "at").unwrap();
                    at.edit(|items| items.set_number(1, 1.5));
                    at.edit(|items| items.set_number(2, 2.5));
                    net.edit(|items| items.set_atom(2, "\"X\"".into(), |_| false));
                }
            });
        }
    });
    let text = document.to_text();
    assert_eq!(text.matches("(at 1.5 2.5)").count(), ROWS);
    assert_eq!(text.matches("\"X\"").count(), ROWS);
}

#[test]
fn readers_see_whole_changes_only() {
    let document = board();
    let board = document.root().find("board").unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for round in 0..300_u32 {
                let net = nets(&board).swap_remove(round as usize % ROWS);
                let at = net.child(|head| head == "at").unwrap();
                at.edit(|items| {
                    items.set_number(1, f64::from(round));
                    items.set_number(2, f64::from(round));
                });
                let copy = net.copy_for(&board);
                let position = board.edit(|items| items.position_of(&net)).unwrap();
                board.edit(|items| {
                    items.remove(position);
                    items.insert_list(position, copy);
                });
            }
            done.store(true, Ordering::Release);
        });
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(Ordering::Acquire) {
                    assert_eq!(nets(&board).len(), ROWS);
                    let seen = Document::parse(document.to_text()).unwrap();
                    let copied = board.copy();
                    for root in [seen.root().find("board").unwrap(), copied.root()] {
                        assert_eq!(root.children().len(), ROWS);
                        for at in root.find_all("net/at") {
                            let view = at.view();
                            let numbers: Vec<_> = view.atoms().skip(1).map(sexp::Atom::number).collect();
                            assert_eq!(numbers[0], numbers[1]);
                        }
                    }
                }
            });
        }
        writer.join().unwrap();
    });
}

#[test]
fn threads_may_append_to_one_list() {
    let document = board();
    let board = document.root().find("board").unwrap();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for n in 0..100 {
                    let new = Document::synthetic(format!("(net {n} \"new\")")).unwrap();
                    board.edit(|items| items.insert_list(items.len(), new));
                }
            });
        }
    });
    assert_eq!(nets(&board).len(), ROWS + 400);
    assert_eq!(document.to_text().matches("\n\t(net ").count(), ROWS + 400);
}

#[test]
fn a_panic_within_a_change_leaves_a_document_that_works() {
    let document = board();
    let board = document.root().find("board").unwrap();
    let panicked =
        thread::scope(|scope| scope.spawn(|| board.edit(|_| panic!("the closure fails"))).join().is_err());
    assert!(panicked);
    board.edit(|items| items.remove(1));
    assert_eq!(nets(&board).len(), ROWS - 1);
}
