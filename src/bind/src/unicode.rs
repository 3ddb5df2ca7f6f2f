//! Text between Python and documents without a detour: Python keeps text in units of one, two or four bytes,
//! whichever the widest character needs, and documents in UTF-8.
//!
//! Text that comes from Python goes through one pass. Text that goes to Python is written once, straight into a new
//! string; what a document left as it was is copied from the string that it was read from, units as they are.
//!
//! # Invariants of the `unsafe` code
//! 1. A string is immutable once its maker gave it to others, so its units may be read for as long as it is held.
//! 2. A new string is known to its maker alone until it is complete, so its units may be written.
//! 3. The units of a string are aligned for their size, and as many as its length says.

use std::mem::MaybeUninit;
use std::ops::BitOr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use bytestring::ByteString;
use pyo3::exceptions::PySystemError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::PyString;
use pyo3::types::string::PyStringData;
use sexp::{Piece, Pieces, Text};

/// A unit of a string.
trait Unit: Copy + Into<u32> + BitOr<Output = Self> + Send + Sync {
    fn of_ascii(byte: u8) -> Self;

    /// A character that is not too wide for the unit.
    fn of(character: char) -> Self;

    /// The lowest bits.
    fn lowest(self) -> u8;

    fn units<'a>(data: &PyStringData<'a>) -> Option<&'a [Self]>;
}

macro_rules! units {
    ($($unit:ty => $data:ident),*) => {$(
        impl Unit for $unit {
            fn of_ascii(byte: u8) -> Self {
                Self::from(byte)
            }

            #[allow(clippy::cast_possible_truncation, reason = "the caller has found out the widest character")]
            fn of(character: char) -> Self {
                u32::from(character) as Self
            }

            #[allow(clippy::cast_possible_truncation, reason = "that is what is asked for")]
            fn lowest(self) -> u8 {
                self as u8
            }

            fn units<'a>(data: &PyStringData<'a>) -> Option<&'a [Self]> {
                match data {
                    PyStringData::$data(units) => Some(units),
                    _ => None,
                }
            }
        }
    )*};
}

units!(u8 => Ucs1, u16 => Ucs2, u32 => Ucs4);

/// Units that are looked at together.
const BLOCK: usize = 128;

/// Text of a string as a document keeps it.
///
/// # Errors
/// `UnicodeEncodeError` where there is a lone surrogate in it.
pub(crate) fn text_of_string(string: &Bound<'_, PyString>) -> PyResult<Text> {
    // SAFETY: invariants 1 and 3.
    let data = unsafe { string.data()? };
    let text = string.py().detach(|| match data {
        PyStringData::Ucs1(units) => encoded(units),
        PyStringData::Ucs2(units) => encoded(units),
        PyStringData::Ucs4(units) => encoded(units),
    });
    match text {
        Some(text) => Ok(text.into()),
        // Tells what is wrong.
        None => Ok(string.encode_utf8()?.extract::<String>()?.into()),
    }
}

/// Text of a string that is UTF-8 as it stands, lent without a look at it.
pub(crate) fn lent(string: PyBackedStr) -> Text {
    let bytes = Bytes::from_owner(string);
    // SAFETY: these are the bytes of a `str`, and they stay as they are (invariant 1).
    unsafe { ByteString::from_bytes_unchecked(bytes) }.into()
}

fn encoded<U: Unit>(units: &[U]) -> Option<String> {
    // Few files have many characters of more than one byte. Room that is left over is given back where it is much.
    let mut bytes = Vec::with_capacity(units.len() + units.len() / 32 + BLOCK);
    let (blocks, rest) = units.as_chunks::<BLOCK>();
    for block in blocks {
        if block.iter().fold(U::of_ascii(0), |all, unit| all | *unit).into() < 0x80 {
            let mut narrow = [0; BLOCK];
            for (byte, unit) in narrow.iter_mut().zip(block) {
                *byte = unit.lowest();
            }
            bytes.extend_from_slice(&narrow);
        } else {
            encode(block, &mut bytes)?;
        }
    }
    encode(rest, &mut bytes)?;
    if bytes.capacity() > bytes.len() + bytes.len() / 8 {
        bytes.shrink_to_fit();
    }
    // SAFETY: nothing but ASCII and whole characters went in.
    Some(unsafe { String::from_utf8_unchecked(bytes) })
}

fn encode<U: Unit>(units: &[U], bytes: &mut Vec<u8>) -> Option<()> {
    for unit in units {
        let character = char::from_u32((*unit).into())?;
        bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
    Some(())
}

/// The string that a document was read from, to copy from where the document did not change.
#[derive(Debug)]
pub(crate) struct Original {
    string: Py<PyString>,
    /// Text of the document, which is that of the string.
    text: Text,
    /// Number of characters before each stretch of the text.
    marks: OnceLock<Box<[u32]>>,
    /// Offset in the text of a character that is as wide as the widest, when it was last looked for.
    witness: AtomicUsize,
}

/// Bytes in a stretch.
const STRETCH: usize = 4096;

impl Original {
    pub(crate) fn new(string: &Bound<'_, PyString>, text: Text) -> Self {
        let witness = AtomicUsize::new(usize::MAX);
        Self { string: string.clone().unbind(), text, marks: OnceLock::new(), witness }
    }

    /// The string itself.
    pub(crate) fn string<'py>(&self, py: Python<'py>) -> &Bound<'py, PyString> {
        self.string.bind(py)
    }

    /// Where a piece stands in the text, if it is a stretch of it.
    fn offset(&self, piece: &Piece<'_>) -> Option<usize> {
        let (text, offset) = piece.origin?;
        std::ptr::eq(text.as_ptr(), self.text.as_ptr()).then_some(offset)
    }

    /// Number of characters before an offset.
    fn characters_before(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let marks = self.marks.get_or_init(|| {
            let mut before = 0;
            let marks = bytes.chunks(STRETCH).map(|stretch| {
                let mark = before;
                // There are fewer characters than bytes, of which no document has more.
                before += u32::try_from(characters(stretch)).unwrap_or(0);
                mark
            });
            marks.collect()
        });
        let stretch = offset / STRETCH;
        let start = stretch * STRETCH;
        marks.get(stretch).map_or(0, |mark| *mark as usize) + characters(&bytes[start.min(offset)..offset])
    }
}

/// Number of characters that start in some bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes
        .chunks(STRETCH)
        .map(|chunk| usize::from(chunk.iter().map(|byte| u16::from(*byte & 0xC0 != 0x80)).sum::<u16>()))
        .sum()
}

/// How wide the widest character of a string is, which decides about its units.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Width {
    Ascii,
    Latin,
    Two,
    Four,
}

impl Width {
    fn of_text(text: &str) -> Self {
        Self::of_byte(text.bytes().max().unwrap_or(0))
    }

    /// Width of the characters that start with such a byte in UTF-8.
    fn of_byte(byte: u8) -> Self {
        match byte {
            0..0x80 => Self::Ascii,
            // Bytes up to 0xC1 only go on with a character.
            0x80..0xC4 => Self::Latin,
            0xC4..0xF0 => Self::Two,
            0xF0.. => Self::Four,
        }
    }

    fn of_data(data: &PyStringData<'_>, text: &Text) -> Self {
        match data {
            PyStringData::Ucs1(units) if units.len() == text.len() => Self::Ascii,
            PyStringData::Ucs1(_) => Self::Latin,
            PyStringData::Ucs2(_) => Self::Two,
            PyStringData::Ucs4(_) => Self::Four,
        }
    }

    /// The widest such character.
    fn widest(self) -> char {
        match self {
            Self::Ascii => '\x7F',
            Self::Latin => '\u{FF}',
            Self::Two => '\u{FFFF}',
            Self::Four => char::MAX,
        }
    }
}

/// A string of some pieces.
///
/// # Errors
/// Where there is not enough memory.
pub(crate) fn string_of<'py>(
    py: Python<'py>,
    pieces: &Pieces,
    original: Option<&Original>,
) -> PyResult<Bound<'py, PyString>> {
    let data = match original {
        // SAFETY: invariants 1 and 3; the string is held by what holds `original`.
        Some(original) => Some((original, unsafe { original.string(py).data()? })),
        None => None,
    };
    let plan = py.detach(|| Plan::new(pieces, data));
    let length = ffi::Py_ssize_t::try_from(plan.length)?;
    // SAFETY: a thread is attached; the result is a new reference or null with an exception set.
    let made = unsafe {
        Bound::from_owned_ptr_or_err(py, ffi::PyUnicode_New(length, plan.width.widest().into()))?
            .cast_into_unchecked::<PyString>()
    };
    if plan.length == 0 {
        return Ok(made);
    }
    // SAFETY: invariants 2 and 3: `PyUnicode_New` gives units of the size that the widest character needs. They
    // are not initialised, hence the type.
    unsafe {
        let units = ffi::PyUnicode_DATA(made.as_ptr());
        match plan.width {
            Width::Ascii | Width::Latin => plan.write::<u8>(py, units.cast())?,
            Width::Two => plan.write::<u16>(py, units.cast())?,
            Width::Four => plan.write::<u32>(py, units.cast())?,
        }
    }
    Ok(made)
}

/// How a string is put together.
struct Plan<'a> {
    parts: Vec<Part<'a>>,
    /// Characters of all parts.
    length: usize,
    width: Width,
    data: Option<PyStringData<'a>>,
}

/// A part of a string to be made.
struct Part<'a> {
    text: &'a str,
    /// Where the part stands among the units of the original string.
    units: Option<(usize, usize)>,
}

impl<'a> Plan<'a> {
    fn new(pieces: &'a Pieces, original: Option<(&Original, PyStringData<'a>)>) -> Self {
        let mut width = Width::Ascii;
        let mut length = 0;
        let mut parts = Vec::new();
        let mut spans = Vec::new();
        for piece in pieces.iter() {
            let text = piece.text;
            let units = match &original {
                Some((original, data)) => original.offset(&piece).map(|offset| {
                    spans.push((offset, offset + text.len()));
                    if Width::of_data(data, &original.text) == Width::Ascii {
                        (offset, offset + text.len())
                    } else {
                        let start = original.characters_before(offset);
                        (start, original.characters_before(offset + text.len()))
                    }
                }),
                None => None,
            };
            length += match units {
                Some((start, end)) => end - start,
                None => characters(text.as_bytes()),
            };
            if units.is_none() {
                width = width.max(Width::of_text(text));
            }
            parts.push(Part { text, units });
        }
        if let Some((original, data)) = &original {
            width = width.max(width_of_spans(original, Width::of_data(data, &original.text), &spans));
        }
        Self { parts, length, width, data: original.map(|(_, data)| data) }
    }

    /// Writes all parts.
    ///
    /// # Safety
    /// There is room for `length` units, which nobody else reads or writes.
    unsafe fn write<U: Unit>(&self, py: Python<'_>, units: *mut U) -> PyResult<()> {
        // SAFETY: by the caller's promise; nothing is claimed to be initialised.
        let units = unsafe { std::slice::from_raw_parts_mut(units.cast::<MaybeUninit<U>>(), self.length) };
        let whole = py.detach(|| {
            let mut rest = Rest(units);
            let same = self.data.as_ref().and_then(U::units);
            let written = self.parts.iter().try_for_each(|part| {
                match part.units.and_then(|(start, end)| same?.get(start..end)) {
                    Some(units) => rest.copy(units),
                    None => rest.text(part.text),
                }
            });
            written.is_some() && rest.0.is_empty()
        });
        if whole { Ok(()) } else { Err(PySystemError::new_err("the text is not as long as it was")) }
    }
}

/// Width of the widest character in some stretches of the original, none of which is wider than `most`.
fn width_of_spans(original: &Original, most: Width, spans: &[(usize, usize)]) -> Width {
    let holds = |at: usize| spans.iter().any(|(start, end)| (*start..*end).contains(&at));
    if most == Width::Ascii || spans.is_empty() || holds(original.witness.load(Ordering::Relaxed)) {
        return if spans.is_empty() { Width::Ascii } else { most };
    }
    let bytes = original.text.as_bytes();
    let mut width = Width::Ascii;
    for &(start, end) in spans {
        for (number, stretch) in bytes[start..end].chunks(STRETCH).enumerate() {
            let found = Width::of_byte(stretch.iter().copied().max().unwrap_or(0));
            if found == most {
                let within = stretch.iter().position(|byte| Width::of_byte(*byte) == most).unwrap_or(0);
                original.witness.store(start + number * STRETCH + within, Ordering::Relaxed);
                return most;
            }
            width = width.max(found);
        }
    }
    width
}

/// Units that are still to be written.
struct Rest<'a, U>(&'a mut [MaybeUninit<U>]);

impl<'a, U: Unit> Rest<'a, U> {
    fn take(&mut self, count: usize) -> Option<&'a mut [MaybeUninit<U>]> {
        self.0.split_off_mut(..count)
    }

    fn copy(&mut self, units: &[U]) -> Option<()> {
        self.take(units.len())?.write_copy_of_slice(units);
        Some(())
    }

    fn text(&mut self, mut text: &str) -> Option<()> {
        while !text.is_empty() {
            let (blocks, _) = text.as_bytes().as_chunks::<BLOCK>();
            let blocks = blocks.iter().take_while(|block| block.is_ascii()).count();
            let (ascii, rest) = text.split_at(blocks * BLOCK);
            for (unit, byte) in self.take(ascii.len())?.iter_mut().zip(ascii.as_bytes()) {
                unit.write(U::of_ascii(*byte));
            }
            let block = rest.floor_char_boundary(BLOCK);
            let (block, rest) = rest.split_at(block);
            for character in block.chars() {
                self.take(1)?[0].write(U::of(character));
            }
            text = rest;
        }
        Some(())
    }
}
