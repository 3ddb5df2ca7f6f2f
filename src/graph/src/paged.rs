//! Lists that grow without moving what they hold.

use std::ops::Index;

/// A list in pages of equal length. Growing costs no copy of the list and leaves no unused half behind, which a vector's
/// doubling does; the first page grows by and by, so that a short list takes little.
#[derive(Clone)]
pub(crate) struct Paged<T> {
    pages: Vec<Vec<T>>,
}

impl<T> Default for Paged<T> {
    fn default() -> Self {
        Self { pages: Vec::new() }
    }
}

impl<T> Paged<T> {
    /// How many items a page holds.
    const PAGE: usize = 512;

    /// How many times as long the first page becomes when it is full. An allocator keeps apart what differs in size, so each
    /// size on the way costs fresh memory.
    const GROWTH: usize = 4;

    pub(crate) fn len(&self) -> usize {
        // All pages but the last one are full.
        self.pages.last().map_or(0, |last| (self.pages.len() - 1) * Self::PAGE + last.len())
    }

    pub(crate) fn get(&self, at: usize) -> Option<&T> {
        self.pages.get(at / Self::PAGE)?.get(at % Self::PAGE)
    }

    pub(crate) fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        self.pages.get_mut(at / Self::PAGE)?.get_mut(at % Self::PAGE)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.pages.iter().flatten()
    }

    /// The items, page by page.
    pub(crate) fn pages(&self) -> impl Iterator<Item = &[T]> {
        self.pages.iter().map(Vec::as_slice)
    }

    /// The items from there on.
    pub(crate) fn iter_mut_from(&mut self, at: usize) -> impl Iterator<Item = &mut T> {
        let pages = self.pages.get_mut(at / Self::PAGE..).unwrap_or_default();
        pages.iter_mut().flatten().skip(at % Self::PAGE)
    }

    /// Makes room for that many further items, as far as it is not made by the page anyway.
    pub(crate) fn reserve(&mut self, additional: usize) {
        if self.pages.is_empty() && additional > 0 {
            self.pages.push(Vec::with_capacity(additional.min(Self::PAGE)));
        }
        self.pages.reserve(additional / Self::PAGE);
    }

    #[inline]
    pub(crate) fn push(&mut self, item: T) {
        match self.pages.last_mut() {
            Some(last) if last.len() < last.capacity().min(Self::PAGE) => last.push(item),
            _ => self.push_with_room(item),
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
        assert_eq!((list.len(), list.pop()), (0, None));
        for number in 0..2000_usize {
            assert_eq!(list.len(), number);
            list.push(number);
        }
        *list.get_mut(512).unwrap() += 1;
        assert_eq!((list.get(511), list.get(512), list.get(2000)), (Some(&511), Some(&513), None));
        assert_eq!(list.iter().rev().take(2).collect::<Vec<_>>(), [&1999, &1998]);
        for number in (0..2000).rev() {
            assert_eq!(list.pop(), Some(if number == 512 { 513 } else { number }));
            assert_eq!(list.len(), number);
        }
        assert_eq!(list.iter().next(), None);
    }
}
