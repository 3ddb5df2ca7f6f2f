//! `#[derive(PythonError)]`.

use proc_macro2::{Ident, TokenStream};
use pyzig_macro_report::Report;
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Data, DeriveInput, Fields, Path, Token, Type, Variant};

/// What stands in the parentheses of `#[raises(…)]`.
enum Raises {
    /// An exception class of Python's own.
    Class(Ident),
    /// A function that makes the exception of what the variant holds.
    With(Path),
    /// The variant holds the exception.
    Transparent,
}

impl Parse for Raises {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let word: Ident = input.parse()?;
        if word == "with" {
            input.parse::<Token![=]>()?;
            return Ok(Self::With(input.parse()?));
        }
        Ok(if word == "transparent" { Self::Transparent } else { Self::Class(word) })
    }
}

pub(crate) fn expand(input: &DeriveInput) -> syn::Result<TokenStream> {
    let Data::Enum(data) = &input.data else {
        return Err(syn::Error::new_spanned(&input.ident, "`PythonError` describes an enum"));
    };
    let mut report = Report::default();
    if !input.generics.params.is_empty() {
        report.add(&input.generics, "an error of Python methods cannot be generic");
    }
    let ident = &input.ident;
    let mut arms = Vec::new();
    let mut conversions = Vec::new();
    for variant in &data.variants {
        let Some(raises) = raises(variant, &mut report) else { continue };
        let name = &variant.ident;
        match raises {
            Raises::Class(class) => {
                let class = format_ident!("Py{class}", span = class.span());
                arms.push(quote! {
                    #ident::#name { .. } => ::pyo3::exceptions::#class::new_err(error.to_string())
                });
            }
            Raises::With(function) => {
                if let Some(held) = held(variant, &mut report) {
                    arms.push(quote!(#ident::#name(held) => #function(held)));
                    conversions.push((name, held));
                }
            }
            Raises::Transparent => {
                if let Some(held) = held(variant, &mut report) {
                    arms.push(quote!(#ident::#name(held) => held));
                    conversions.push((name, held));
                }
            }
        }
    }
    let conversions = conversions.into_iter().map(|(name, held)| {
        quote! {
            #[automatically_derived]
            impl ::core::convert::From<#held> for #ident {
                fn from(held: #held) -> Self {
                    Self::#name(held)
                }
            }
        }
    });
    report.finish(quote! {
        #[automatically_derived]
        impl ::core::convert::From<#ident> for ::pyo3::PyErr {
            #[cold]
            fn from(error: #ident) -> Self {
                match error {
                    #(#arms,)*
                }
            }
        }

        #(#conversions)*
    })
}

/// The one attribute that each variant has.
fn raises(variant: &Variant, report: &mut Report) -> Option<Raises> {
    let mut found: Option<(&Attribute, Option<Raises>)> = None;
    for attribute in variant.attrs.iter().filter(|attribute| attribute.path().is_ident("raises")) {
        if found.is_some() {
            report.add(attribute, "`raises` is given twice");
            continue;
        }
        let parsed = attribute.parse_args().map_err(|error| report.include(error)).ok();
        found = Some((attribute, parsed));
    }
    if found.is_none() {
        report.add(
            &variant.ident,
            "say what Python sees: `#[raises(ValueError)]`, `with = …` or `transparent`",
        );
    }
    found?.1
}

/// The type of a variant's only field.
fn held<'a>(variant: &'a Variant, report: &mut Report) -> Option<&'a Type> {
    match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed.first().map(|field| &field.ty),
        _ => {
            report.add(&variant.ident, "the variant must hold one value, without a name");
            None
        }
    }
}
