//! Lists that grow without moving what they hold.

use std::ops::Index;
use std::vec;

/// A list in pages of equal length. Growing costs no copy of the list and leaves no unused half behind, which a vector's
/// doubling does; the first page grows by and by, so that a short list takes little.
#[derive(Clone, Debug)]
pub struct Paged<T> {
    pages: Vec<Vec<T>>,
}

impl<T> Default for Paged<T> {
    fn default() -> Self {
        Self { pages: Vec::new() }
    }
}

impl<T> Paged<T> {
    /// How many items a page holds.
    pub const PAGE: usize = 512;

    /// How many times as long the first page becomes when it is full. An allocator keeps apart what differs in size, so each
    /// size on the way costs fresh memory.
    const GROWTH: usize = 4;

    /// How many items there are.
    pub fn len(&self) -> usize {
        // All pages but the last one are full.
        self.pages.last().map_or(0, |last| (self.pages.len() - 1) * Self::PAGE + last.len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at a position, if there are so many.
    #[inline]
    pub fn get(&self, at: usize) -> Option<&T> {
        self.pages.get(at / Self::PAGE)?.get(at % Self::PAGE)
    }

    pub(crate) fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        self.pages.get_mut(at / Self::PAGE)?.get_mut(at % Self::PAGE)
    }

    /// The items in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + Clone {
        self.pages.iter().flatten()
    }

    /// The items from there on.
    pub(crate) fn iter_mut_from(&mut self, at: usize) -> impl Iterator<Item = &mut T> {
        let pages = self.pages.get_mut(at / Self::PAGE..).unwrap_or_default();
        pages.iter_mut().flatten().skip(at % Self::PAGE)
    }

    /// Makes room for that many further items, as far as it is not made by a further page anyway.
    pub fn reserve(&mut self, additional: usize) {
        match self.pages.last_mut() {
            Some(last) if last.len() + additional > last.capacity() && last.capacity() < Self::PAGE => {
                let wanted = (last.len() + additional).max(Self::GROWTH * last.len()).min(Self::PAGE);
                last.reserve_exact(wanted - last.len());
            }
            None if additional > 0 => self.pages.push(Vec::with_capacity(additional.min(Self::PAGE))),
            _ => {}
        }
        self.pages.reserve(additional / Self::PAGE);
    }

    /// Adds an item behind all others.
    #[inline]
    pub fn push(&mut self, item: T) {
        match self.pages.last_mut() {
            Some(last) if last.len() < last.capacity().min(Self::PAGE) => last.push(item),
            _ => self.push_with_room(item),
        }
    }

    /// Adds items behind all others.
    #[inline]
    pub fn extend(&mut self, mut items: impl ExactSizeIterator<Item = T>) {
        while items.len() > 0 {
            self.reserve(1);
            match self.pages.last_mut() {
                Some(last) if last.len() < Self::PAGE => {
                    let room = last.capacity().min(Self::PAGE) - last.len();
                    last.extend(items.by_ref().take(room));
                }
                _ => self.pages.push(Vec::with_capacity(Self::PAGE)),
            }
        }
    }

    #[cold]
    fn push_with_room(&mut self, item: T) {
        match self.pages.last_mut() {
            Some(last) if last.len() < Self::PAGE => {
                let wanted = (Self::GROWTH * last.len()).clamp(1, Self::PAGE);
                last.reserve_exact(wanted - last.len());
                last.push(item);
            }
            last => {
                let mut page = Vec::with_capacity(if last.is_some() { Self::PAGE } else { 1 });
                page.push(item);
                self.pages.push(page);
            }
        }
    }

    pub(crate) fn pop(&mut self) -> Option<T> {
        let last = self.pages.last_mut()?;
        let item = last.pop();
        if last.is_empty() {
            self.pages.pop();
        }
        item
    }
}

impl<T> IntoIterator for Paged<T> {
    type Item = T;
    type IntoIter = IntoItems<T>;

    fn into_iter(self) -> IntoItems<T> {
        IntoItems { left: self.len(), page: Vec::new().into_iter(), further: self.pages.into_iter() }
    }
}

/// Gives the items of a [`Paged`] away.
pub struct IntoItems<T> {
    left: usize,
    page: vec::IntoIter<T>,
    further: vec::IntoIter<Vec<T>>,
}

impl<T> Iterator for IntoItems<T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        loop {
            if let Some(item) = self.page.next() {
                self.left -= 1;
                return Some(item);
            }
            self.page = self.further.next()?.into_iter();
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<T> ExactSizeIterator for IntoItems<T> {}

impl<T> Index<usize> for Paged<T> {
    type Output = T;

    fn index(&self, at: usize) -> &T {
        &self.pages[at / Self::PAGE][at % Self::PAGE]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_keep_their_places_across_pages() {
        let mut list = Paged::default();
        list.reserve(700);
        assert_eq!((list.len(), list.is_empty(), list.pop()), (0, true, None));
        assert_eq!(list.clone().into_iter().next(), None);
        for number in 0..2000_usize {
            assert_eq!(list.len(), number);
            list.push(number);
        }
        let items = list.clone().into_iter();
        assert_eq!(items.len(), 2000);
        assert!(items.eq(0..2000) && !list.is_empty());
        *list.get_mut(512).unwrap() += 1;
        assert_eq!((list.get(511), list.get(512), list.get(2000)), (Some(&511), Some(&513), None));
        assert_eq!(list.iter().rev().take(2).collect::<Vec<_>>(), [&1999, &1998]);
        for number in (0..2000).rev() {
            assert_eq!(list.pop(), Some(if number == 512 { 513 } else { number }));
            assert_eq!(list.len(), number);
        }
        assert_eq!(list.iter().next(), None);
    }

    #[test]
    fn the_first_page_becomes_as_long_as_is_asked_for() {
        let mut list = Paged::default();
        list.push(0);
        for (further, room) in [(99, 100), (100, 400), (1, 400), (1000, 512), (1, 512)] {
            list.reserve(further);
            list.pages[0].resize(100, 0);
            assert_eq!(list.pages[0].capacity(), room);
        }
    }

    #[test]
    fn items_come_one_by_one_or_together() {
        for len in [0, 1, 5, 511, 512, 513, 1500] {
            let (mut list, mut expected) = (Paged::default(), Paged::default());
            for (start, count) in [(0, len), (len, 3), (len + 3, 600)] {
                list.extend(start..start + count);
                (start..start + count).for_each(|item| expected.push(item));
                assert!(list.iter().eq(expected.iter()));
                assert_eq!(list.len(), expected.len());
                assert_eq!(list.get(512), expected.get(512));
            }
        }
    }
}
