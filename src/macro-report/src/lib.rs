//! Collects the mistakes of a macro's user, so that one compilation shows them all, each at its token.
//!
//! ```
//! use pyzig_macro_report::Report;
//! use quote::quote;
//!
//! let mut report = Report::default();
//! report.add(quote!(first), "no such entry");
//! report.at(proc_macro2::Span::call_site(), "something is missing");
//! let refused = report.finish(()).unwrap_err();
//! assert_eq!(refused.into_iter().count(), 2);
//! assert!(Report::default().finish(1).is_ok_and(|value| value == 1));
//! ```
#![forbid(unsafe_code)]

use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;

/// Mistakes found so far.
#[derive(Debug, Default)]
pub struct Report(Option<syn::Error>);

impl Report {
    /// Adds a mistake about `tokens`: the compiler underlines all of them.
    pub fn add(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.include(syn::Error::new_spanned(tokens, message));
    }

    /// Adds a mistake at a place of which no tokens are kept.
    pub fn at(&mut self, span: Span, message: impl Display) {
        self.include(syn::Error::new(span, message));
    }

    /// Adds a mistake, or several, that were found elsewhere.
    pub fn include(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(first) => first.combine(error),
            none => *none = Some(error),
        }
    }

    /// Hands out `value` if there was no mistake.
    ///
    /// # Errors
    ///
    /// All mistakes as one error, whose `into_compile_error` shows each at its place.
    pub fn finish<T>(self, value: T) -> syn::Result<T> {
        self.0.map_or(Ok(value), Err)
    }
}
