//! The allocator of an extension module whose objects are many small ones.

use std::alloc::{GlobalAlloc, Layout};

use libmimalloc_sys as mimalloc;

/// Up to here everything that is not smaller than its alignment is aligned without asking for it (mimalloc's
/// `MI_MAX_ALIGN_SIZE`).
const NATURAL_ALIGNMENT: usize = 16;

/// Mimalloc, which serves small allocations faster than the system's allocator.
///
/// The functions that take an alignment find out each time that they need not do anything about it, in some thirty
/// instructions, which is more than the rest of an allocation takes. So they are called only where they are needed.
pub struct Allocator;

// SAFETY: memory comes from mimalloc, has the size and the alignment that were asked for, and goes back to mimalloc, which
// never unwinds and tells by null that there is none.
unsafe impl GlobalAlloc for Allocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let (size, alignment) = (layout.size(), layout.align());
        // SAFETY: any size and any power of two will do.
        unsafe {
            if alignment <= NATURAL_ALIGNMENT && alignment <= size {
                mimalloc::mi_malloc(size).cast()
            } else {
                mimalloc::mi_malloc_aligned(size, alignment).cast()
            }
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        unsafe { mimalloc::mi_zalloc_aligned(layout.size(), layout.align()).cast() }
    }

    #[inline]
    unsafe fn dealloc(&self, memory: *mut u8, _: Layout) {
        // SAFETY: the caller vouches for the memory being of this allocator.
        unsafe { mimalloc::mi_free(memory.cast()) }
    }

    #[inline]
    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        unsafe { mimalloc::mi_realloc_aligned(memory.cast(), size, layout.align()).cast() }
    }
}
