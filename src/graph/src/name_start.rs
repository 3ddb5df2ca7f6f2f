//! Names as numbers, which are compared without a look at the names.

use std::num::NonZeroU64;

/// The start of a name as a number.
///
/// Different starts are in the order of the names, byte by byte. Equal starts are those of the same name, if they are
/// [whole](Self::is_whole).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameStart(NonZeroU64);

impl NameStart {
    /// How many bytes of a name fit; the lowest byte says how many there are, and one more, so that it is not zero.
    const BYTES: u64 = 7;

    /// The start of the empty name.
    pub const EMPTY: Self = Self(NonZeroU64::MIN);

    /// The start of a name.
    #[inline]
    pub fn of(name: &str) -> Self {
        let name = name.as_bytes();
        let (bytes, len) = match name.first_chunk() {
            Some(start) => (u64::from_be_bytes(*start) & !0xFF, Self::BYTES + 1),
            None => (few_bytes(name), name.len() as u64),
        };
        Self(NonZeroU64::MIN.saturating_add(bytes | len))
    }

    /// The number.
    #[inline]
    pub const fn get(self) -> u64 {
        self.0.get()
    }

    /// Whether the name has no further bytes.
    #[inline]
    pub const fn is_whole(self) -> bool {
        self.0.get() & 0xFF <= Self::BYTES + 1
    }
}

/// Fewer than eight bytes as the highest ones of a number, in two loads at most.
#[inline]
fn few_bytes(bytes: &[u8]) -> u64 {
    let high = |bytes: [u8; 4]| u64::from(u32::from_be_bytes(bytes)) << 32;
    match (bytes, bytes.first_chunk(), bytes.last_chunk()) {
        (&[a], ..) => high([a, 0, 0, 0]),
        (&[a, b], ..) => high([a, b, 0, 0]),
        (&[a, b, c], ..) => high([a, b, c, 0]),
        // What both have in common is there twice, and the same.
        (_, Some(first), Some(last)) => high(*first) | high(*last) >> (8 * (bytes.len() - 4)),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn starts_compare_like_names(first in "[a\0\u{e4}]{0,10}", second in "[a\0\u{e4}]{0,10}") {
            let starts = [&first, &second].map(|name| NameStart::of(name));
            if starts[0] != starts[1] {
                prop_assert_eq!(starts[0].cmp(&starts[1]), first.as_bytes().cmp(second.as_bytes()));
            } else if starts[0].is_whole() {
                prop_assert_eq!(&first, &second);
            }
            prop_assert_eq!(starts[0].is_whole(), first.len() <= 7);
            prop_assert_eq!(starts[0] == NameStart::EMPTY, first.is_empty());
        }
    }
}
