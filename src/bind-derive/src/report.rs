//! Collects mistakes, so that one compilation shows them all.

use std::fmt::Display;

use quote::ToTokens;

/// Mistakes found so far, each with the token it is about.
#[derive(Default)]
pub(crate) struct Report(Option<syn::Error>);

impl Report {
    /// Adds a mistake at a token.
    pub(crate) fn add(&mut self, token: impl ToTokens, message: impl Display) {
        self.include(syn::Error::new_spanned(token, message));
    }

    /// Adds a mistake, or several, that were found elsewhere.
    pub(crate) fn include(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(first) => first.combine(error),
            none => *none = Some(error),
        }
    }

    /// Hands out `value` if there was no mistake.
    pub(crate) fn finish<T>(self, value: T) -> syn::Result<T> {
        self.0.map_or(Ok(value), Err)
    }
}
