//! Blocks of a text: which of 64 bytes concern the structure, found for all of them at once.

use wide::u8x64;

/// Bytes in a block.
pub(crate) const BLOCK: usize = 64;

/// Which bytes of a block are what, a bit for each, the first in the lowest.
#[derive(Clone, Copy)]
pub(crate) struct Block {
    pub(crate) openings: u64,
    pub(crate) closings: u64,
    pub(crate) quotes: u64,
    /// A word or a string begins right after these.
    pub(crate) spaces: u64,
    /// `#`, `;` and `\\`, which seldom stand in a file.
    others: u8x64,
}

impl Block {
    /// The block that starts at an offset. After the end of the text it is as if spaces stood there.
    #[inline]
    pub(crate) fn of(text: &[u8], start: usize) -> Self {
        let rest = text.get(start..).unwrap_or_default();
        Self::new(rest.first_chunk().map_or_else(|| last(rest), |block| *block))
    }

    #[inline]
    fn new(block: [u8; BLOCK]) -> Self {
        let block = u8x64::from(block);
        let are = |byte: u8| block.simd_eq(u8x64::splat(byte));
        Self {
            openings: are(b'(').to_bitmask(),
            closings: are(b')').to_bitmask(),
            quotes: are(b'"').to_bitmask(),
            spaces: are(b' ').to_bitmask(),
            others: are(b'#') | are(b';') | are(b'\\'),
        }
    }

    /// The parentheses.
    #[inline]
    pub(crate) fn parentheses(self) -> u64 {
        self.openings | self.closings
    }

    /// Whether there are bytes for which a string may end later than at the next quote, or not begin at one.
    #[inline]
    pub(crate) fn has_others(self) -> bool {
        self.others.any()
    }

    /// All bytes that may concern the structure.
    pub(crate) fn marks(self) -> u64 {
        self.parentheses() | self.quotes | self.others.to_bitmask()
    }
}

/// Which bytes have an odd number of marked ones up to them, themselves included: from each first of two marked bytes to
/// before the second.
#[inline]
pub(crate) const fn between_pairs(marks: u64) -> u64 {
    let mut between = marks;
    let mut distance = 1;
    while distance < u64::BITS {
        between ^= between << distance;
        distance *= 2;
    }
    between
}

/// What is left of a text, and spaces after it.
#[cold]
fn last(rest: &[u8]) -> [u8; BLOCK] {
    let mut block = [b' '; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    block
}

/// Places of the bits that are set, in ascending order.
#[inline]
pub(crate) fn places(bits: u64) -> Places {
    Places(bits)
}

/// Iterator over the places of bits.
pub(crate) struct Places(u64);

impl Places {
    /// The next place, where the test holds for it.
    #[inline]
    pub(crate) fn next_if(&mut self, test: impl FnOnce(u32) -> bool) -> Option<u32> {
        let place = self.0.trailing_zeros();
        let is_next = place < u64::BITS && test(place);
        is_next.then(|| {
            self.0 &= self.0 - 1;
            place
        })
    }
}

impl Iterator for Places {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        self.next_if(|_| true)
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Block, between_pairs, places};

    #[test]
    fn bytes_are_found_wherever_they_stand() {
        let bits = |text: &[u8], wanted: &[u8]| {
            let places =
                (0..BLOCK).filter(|place| text.get(*place).is_some_and(|byte| wanted.contains(byte)));
            places.fold(0_u64, |bits, place| bits | 1 << place)
        };
        for length in [0, 1, 63, 64, 65, 200] {
            let text: Vec<u8> = (0..length).map(|at| b"()\"#;\\ a\x28\xA8\n"[at * 7 % 11]).collect();
            for start in [0, 3, 64, 128, 199] {
                let (block, rest) = (Block::of(&text, start), text.get(start..).unwrap_or_default());
                assert_eq!(block.openings, bits(rest, b"("));
                assert_eq!(block.closings, bits(rest, b")"));
                assert_eq!(block.quotes, bits(rest, b"\""));
                assert_eq!(block.marks(), bits(rest, b"()\"#;\\"));
                assert_eq!(block.has_others(), bits(rest, b"#;\\") != 0);
                let after = u64::MAX.checked_shl(u32::try_from(rest.len()).unwrap()).unwrap_or(0);
                assert_eq!(block.spaces, bits(rest, b" ") | after);
            }
        }
    }

    #[test]
    fn what_stands_between_two_marks_is_told() {
        assert_eq!(between_pairs(0), 0);
        assert_eq!(between_pairs(0b1010_0100_1000), 0b0110_0011_1000);
        assert_eq!(between_pairs(1 << 60), 0b1111 << 60);
        assert_eq!(places(0).count(), 0);
        assert_eq!(places(1 << 63 | 5).collect::<Vec<_>>(), [0, 2, 63]);
    }
}
