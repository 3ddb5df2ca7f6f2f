//! `#[python_class]`.

use proc_macro2::{Ident, TokenStream};
use pyzig_macro_report::Report;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, ItemStruct, LitStr, Token};

/// One `name = "value"`.
struct Entry {
    key: Ident,
    value: LitStr,
}

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self { key, value: input.parse()? })
    }
}

/// What stands in the parentheses.
#[derive(Default)]
struct ClassArguments {
    module: Option<LitStr>,
    name: Option<LitStr>,
    factory: Option<LitStr>,
    stub: Option<LitStr>,
}

impl ClassArguments {
    fn read(entries: &Punctuated<Entry, Token![,]>, report: &mut Report) -> Self {
        let mut arguments = Self::default();
        for Entry { key, value } in entries {
            let place = match key.to_string().as_str() {
                "module" => &mut arguments.module,
                "name" => &mut arguments.name,
                "factory" => &mut arguments.factory,
                "stub" => &mut arguments.stub,
                _ => {
                    report.add(key, "expected `module`, `name`, `factory` or `stub`");
                    continue;
                }
            };
            if place.is_some() {
                report.add(key, format!("`{key}` is given twice"));
            } else if value.value().is_empty() {
                report.add(value, format!("`{key}` must not be empty"));
            }
            *place = Some(value.clone());
        }
        arguments
    }
}

pub(crate) fn expand(arguments: TokenStream, item: &ItemStruct) -> syn::Result<TokenStream> {
    let mut report = Report::default();
    let parser = Punctuated::<Entry, Token![,]>::parse_terminated;
    let entries = syn::parse::Parser::parse2(parser, arguments).unwrap_or_else(|error| {
        report.include(error);
        Punctuated::new()
    });
    let read = ClassArguments::read(&entries, &mut report);
    for (place, key) in [(&read.module, "module"), (&read.name, "name")] {
        if place.is_none() {
            report.add(&item.ident, format!("`python_class` needs `{key} = \"…\"`"));
        }
    }
    if !item.generics.params.is_empty() {
        report.add(&item.generics, "a Python class cannot be generic");
    }
    if !item.attrs.iter().any(is_doc) {
        report.add(&item.ident, "Python users read the doc comment, which is missing");
    }
    let (Some(module), Some(name)) = (&read.module, &read.name) else {
        return report.finish(TokenStream::new());
    };

    let sentence = match &read.factory {
        Some(factory) => format!("{} cannot be called; use {}", name.value(), factory.value()),
        None => format!("{} cannot be called; it has static methods only", name.value()),
    };
    let stub = read.stub.as_ref().unwrap_or(module);
    let ident = &item.ident;
    let expanded = quote! {
        #[cfg_attr(feature = "stubs", ::pyo3_stub_gen::derive::gen_stub_pyclass(module = #stub))]
        #[::pyo3::pyclass(frozen, subclass, immutable_type, module = #module, name = #name)]
        #item

        #[automatically_derived]
        impl #ident {
            #[doc(hidden)]
            pub(crate) const CANNOT_BE_CALLED: &'static str = #sentence;
        }
    };
    report.finish(expanded)
}

pub(crate) fn is_doc(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc")
}
