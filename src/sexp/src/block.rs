//! Blocks of a text: which of 64 bytes concern the structure, found for all of them at once.
//!
//! The only `unsafe` code of this crate is the call of a function for processors that have wider registers than all x86
//! processors do: with these, a board is read in five sixths of the time.

use wide::u8x64;

/// Bytes in a block.
pub(crate) const BLOCK: usize = 64;

/// Which bytes of a block are what, a bit for each, the first in the lowest.
#[derive(Clone, Copy)]
pub(crate) struct Block {
    pub(crate) openings: u64,
    pub(crate) closings: u64,
    pub(crate) quotes: u64,
    /// Bytes that have an odd number of quotes up to them, themselves included: from each first of two quotes to before the
    /// second.
    pub(crate) between: u64,
    /// A word or a string begins right after these.
    pub(crate) spaces: u64,
    /// Whether there are bytes for which a string may end later than at the next quote, or not begin at one, or which no
    /// file has: `#`, `;`, `\\` and NUL, which seldom stand in one.
    pub(crate) has_others: bool,
}

impl Block {
    /// One without anything in it.
    pub(crate) const BLANK: Self =
        Self { openings: 0, closings: 0, quotes: 0, between: 0, spaces: u64::MAX, has_others: false };

    /// Finds the blocks that start at an offset and after it, as many as there is room for, and tells how many there are.
    /// After the end of the text it is as if spaces stood there.
    #[inline]
    pub(crate) fn find(text: &[u8], start: usize, row: &mut [Self]) -> usize {
        #[cfg(target_arch = "x86_64")]
        if wider::is_there() {
            return wider::find(text, start, row);
        }
        find_by(text, start, row, Self::of)
    }

    fn of(block: &[u8; BLOCK]) -> Self {
        let block = u8x64::from(*block);
        let are = |byte: u8| block.simd_eq(u8x64::splat(byte));
        let quotes = are(b'"').to_bitmask();
        Self {
            openings: are(b'(').to_bitmask(),
            closings: are(b')').to_bitmask(),
            quotes,
            between: between_pairs(quotes),
            spaces: are(b' ').to_bitmask(),
            has_others: (are(b'#') | are(b';') | are(b'\\') | are(0)).any(),
        }
    }

    /// The parentheses.
    #[inline]
    pub(crate) fn parentheses(self) -> u64 {
        self.openings | self.closings
    }
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled for what the processor can do where it is called")]
fn find_by(text: &[u8], start: usize, row: &mut [Block], of: impl Fn(&[u8; BLOCK]) -> Block) -> usize {
    let (blocks, rest) = text.get(start..).unwrap_or_default().as_chunks();
    for (place, block) in row.iter_mut().zip(blocks) {
        *place = of(block);
    }
    match row.get_mut(blocks.len()) {
        Some(place) if !rest.is_empty() => {
            *place = of(&last(rest));
            blocks.len() + 1
        }
        _ => blocks.len().min(row.len()),
    }
}

/// The same for 32 bytes at once, which most x86 processors can do.
#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)]
mod wider {
    use std::arch::x86_64::{
        __m256i, _mm_clmulepi64_si128, _mm_cvtsi128_si64, _mm_set_epi64x, _mm256_cmpeq_epi8,
        _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8, _mm256_setr_epi64x,
    };

    use super::{BLOCK, Block};

    /// Whether the processor can.
    #[inline]
    pub(super) fn is_there() -> bool {
        is_x86_feature_detected!("avx2") && is_x86_feature_detected!("pclmulqdq")
    }

    /// [`Block::find`], where the processor can.
    #[inline]
    pub(super) fn find(text: &[u8], start: usize, row: &mut [Block]) -> usize {
        // SAFETY: the one who calls this asked whether the processor has these features.
        unsafe { find_wider(text, start, row) }
    }

    #[target_feature(enable = "avx2,pclmulqdq")]
    fn find_wider(text: &[u8], start: usize, row: &mut [Block]) -> usize {
        super::find_by(text, start, row, |block| of(block))
    }

    #[inline]
    #[target_feature(enable = "avx2,pclmulqdq")]
    fn of(block: &[u8; BLOCK]) -> Block {
        let halves = [half(block, 0), half(block, 4)];
        let mask = |halves: [__m256i; 2]| {
            let [low, high] = halves.map(|half| u64::from(_mm256_movemask_epi8(half).cast_unsigned()));
            low | high << 32
        };
        let are = |byte: u8| {
            let byte = _mm256_set1_epi8(byte.cast_signed());
            halves.map(|half| _mm256_cmpeq_epi8(half, byte))
        };
        let or = |[low, high]: [__m256i; 2], [other_low, other_high]: [__m256i; 2]| {
            [_mm256_or_si256(low, other_low), _mm256_or_si256(high, other_high)]
        };
        let quotes = mask(are(b'"'));
        // Without carries, the product with all bits set has in each bit the parity of those up to it.
        let product =
            _mm_clmulepi64_si128::<0>(_mm_set_epi64x(0, quotes.cast_signed()), _mm_set_epi64x(0, -1));
        let [low, high] = or(or(are(b'#'), are(b';')), or(are(b'\\'), are(0)));
        Block {
            openings: mask(are(b'(')),
            closings: mask(are(b')')),
            quotes,
            between: _mm_cvtsi128_si64(product).cast_unsigned(),
            spaces: mask(are(b' ')),
            has_others: _mm256_movemask_epi8(_mm256_or_si256(low, high)) != 0,
        }
    }

    /// Half of a block, from one of its eight words on.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn half(block: &[u8; BLOCK], first: usize) -> __m256i {
        let words = block.as_chunks().0;
        let word = |number: usize| i64::from_le_bytes(words[first + number]);
        _mm256_setr_epi64x(word(0), word(1), word(2), word(3))
    }
}

/// All bytes of the block at an offset that may concern the structure.
pub(crate) fn marks(text: &[u8], start: usize) -> u64 {
    let rest = text.get(start..).unwrap_or_default();
    let block = u8x64::from(rest.first_chunk().map_or_else(|| last(rest), |block| *block));
    let are = |byte: u8| block.simd_eq(u8x64::splat(byte));
    let all = [b')', b'"', b'#', b';', b'\\', 0].into_iter().fold(are(b'('), |marks, byte| marks | are(byte));
    all.to_bitmask()
}

/// Which bytes have an odd number of marked ones up to them, themselves included.
#[inline]
const fn between_pairs(marks: u64) -> u64 {
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
    use super::{BLOCK, Block, between_pairs, find_by, marks, places};

    /// A way to find blocks.
    type Find = fn(&[u8], usize, &mut [Block]) -> usize;

    /// All ways: the one that suits the processor, and the one that suits all.
    const WAYS: [Find; 2] = [Block::find, |text, start, row| find_by(text, start, row, Block::of)];

    #[test]
    fn bytes_are_found_wherever_they_stand() {
        let bits = |text: &[u8], wanted: &[u8]| {
            let places =
                (0..BLOCK).filter(|place| text.get(*place).is_some_and(|byte| wanted.contains(byte)));
            places.fold(0_u64, |bits, place| bits | 1 << place)
        };
        let lengths = [0, 1, 63, 64, 65, 200, 900];
        for (length, find) in lengths.into_iter().flat_map(|length| WAYS.map(|find| (length, find))) {
            let text: Vec<u8> = (0..length)
                .map(|at| b"()\"#;\\ a\x28\xA8\n\0"[at * 7 % if at < 500 { 12 } else { 3 }])
                .collect();
            for start in [0, 3, 64, 128, 199, 600] {
                let mut row = [Block::BLANK; 3];
                let count = find(&text, start, &mut row);
                assert_eq!(count, length.saturating_sub(start).div_ceil(BLOCK).min(row.len()));
                for (place, block) in row[..count].iter().enumerate() {
                    let start = start + place * BLOCK;
                    let rest = &text[start..];
                    assert_eq!(block.openings, bits(rest, b"("));
                    assert_eq!(block.closings, bits(rest, b")"));
                    assert_eq!(block.quotes, bits(rest, b"\""));
                    assert_eq!(block.between, between_pairs(block.quotes));
                    assert_eq!(block.has_others, bits(rest, b"#;\\\0") != 0);
                    assert_eq!(marks(&text, start), bits(rest, b"()\"#;\\\0"));
                    let after = u64::MAX.checked_shl(u32::try_from(rest.len()).unwrap()).unwrap_or(0);
                    assert_eq!(block.spaces, bits(rest, b" ") | after);
                }
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
