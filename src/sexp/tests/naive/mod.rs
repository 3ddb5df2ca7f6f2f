//! A plain reader and a plain tree, to hold the crate against.

use sexp::{Document, Element, Item, SyntaxErrorKind, quote};

/// An atom, by what it says, or a list.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
    Atom { value: String, quoted: bool },
    List(Vec<Tree>),
}

/// Atoms are equal where they say the same text or the same number: a number may come back in the spelling that it
/// was read in, and a word that would begin a comment is put in quotes.
impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(one), Self::List(other)) => one == other,
            (Self::Atom { value: one, .. }, Self::Atom { value: other, .. }) => {
                one == other || matches!((one.parse::<f64>(), other.parse::<f64>()), (Ok(a), Ok(b)) if a == b)
            }
            _ => false,
        }
    }
}

impl Tree {
    pub(crate) fn items(&mut self) -> Option<&mut Vec<Tree>> {
        match self {
            Self::List(items) => Some(items),
            Self::Atom { .. } => None,
        }
    }

    pub(crate) fn word(value: &str) -> Self {
        Self::Atom { value: value.to_owned(), quoted: false }
    }

    /// The tree as a text in one line.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Atom { value, quoted: true } => quote(value),
            Self::Atom { value, quoted: false } => value.clone(),
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(Self::text).collect();
                format!("({})", items.join(" "))
            }
        }
    }
}

/// Tree of a document's list as its handles tell it.
pub(crate) fn tree_of(element: &Element) -> Tree {
    let view = element.view();
    let items = view.items().map(|item| match item {
        Item::Atom(atom) => Tree::Atom { value: atom.value().into_owned(), quoted: atom.is_quoted() },
        Item::List(list) => tree_of(&list),
    });
    Tree::List(items.collect())
}

/// Tree of a text as the crate reads it.
pub(crate) fn read(text: &str) -> Tree {
    tree_of(&Document::parse(text).unwrap().root())
}

/// Reads a text character by character.
pub(crate) fn parse(text: &str) -> Result<Tree, (SyntaxErrorKind, usize)> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let mut open: Vec<(usize, Vec<Tree>)> = vec![(0, Vec::new())];
    let mut at = usize::from(text.starts_with('\u{feff}'));
    let mut line_is_blank = true;
    let get = |at: usize| characters.get(at).map(|(_, character)| *character);
    while let Some(character) = get(at) {
        let offset = characters[at].0;
        let items = |open: &mut Vec<(usize, Vec<Tree>)>| open.len() - 1;
        match character {
            '\0' => return Err((SyntaxErrorKind::InvalidCharacter, offset)),
            '\n' => {
                line_is_blank = true;
                at += 1;
                continue;
            }
            ' ' | '\t' | '\r' => {
                at += 1;
                continue;
            }
            ';' => {
                at = end_of_line(&characters, at)?;
                continue;
            }
            '#' if line_is_blank => {
                at = end_of_line(&characters, at)?;
                continue;
            }
            '(' => {
                open.push((offset, Vec::new()));
                at += 1;
            }
            ')' => {
                if open.len() == 1 {
                    if line_is_blank && !open[0].1.is_empty() {
                        match text.find('\0') {
                            Some(nul) => return Err((SyntaxErrorKind::InvalidCharacter, nul)),
                            None => break,
                        }
                    }
                    return Err((SyntaxErrorKind::UnexpectedRightParen, offset));
                }
                let (_, list) = open.pop().unwrap();
                let last = items(&mut open);
                open[last].1.push(Tree::List(list));
                at += 1;
            }
            '"' => {
                let mut value = String::new();
                at += 1;
                loop {
                    match get(at) {
                        None => return Err((SyntaxErrorKind::UnterminatedString, offset)),
                        Some('\0') => return Err((SyntaxErrorKind::InvalidCharacter, characters[at].0)),
                        Some('"') => break,
                        Some('\\') => {
                            at += 1;
                            match get(at) {
                                None => return Err((SyntaxErrorKind::UnterminatedString, offset)),
                                Some('\0') => {
                                    return Err((SyntaxErrorKind::InvalidCharacter, characters[at].0));
                                }
                                Some('n') => value.push('\n'),
                                Some('r') => value.push('\r'),
                                Some('t') => value.push('\t'),
                                Some(known @ ('\\' | '"')) => value.push(known),
                                Some(other) => value.extend(['\\', other]),
                            }
                        }
                        Some(other) => value.push(other),
                    }
                    at += 1;
                }
                at += 1;
                let last = items(&mut open);
                open[last].1.push(Tree::Atom { value, quoted: true });
            }
            _ => {
                let mut value = String::new();
                while let Some(character) = get(at) {
                    if matches!(character, ' ' | '\t' | '\r' | '\n' | '(' | ')' | '\0') {
                        break;
                    }
                    value.push(character);
                    at += 1;
                }
                let last = items(&mut open);
                open[last].1.push(Tree::Atom { value, quoted: false });
            }
        }
        line_is_blank = false;
    }
    if open.len() > 1 {
        return Err((SyntaxErrorKind::UnterminatedList, open.last().unwrap().0));
    }
    let (_, items) = open.pop().unwrap();
    if items.is_empty() { Err((SyntaxErrorKind::EmptyFile, 0)) } else { Ok(Tree::List(items)) }
}

fn end_of_line(characters: &[(usize, char)], mut at: usize) -> Result<usize, (SyntaxErrorKind, usize)> {
    while let Some((offset, character)) = characters.get(at) {
        match character {
            '\n' => break,
            '\0' => return Err((SyntaxErrorKind::InvalidCharacter, *offset)),
            _ => at += 1,
        }
    }
    Ok(at)
}
