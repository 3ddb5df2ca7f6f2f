//! `#[in_stub]`.

use proc_macro2::TokenStream;
use pyzig_macro_report::Report;
use quote::quote;
use syn::parse::Parser;
use syn::{Attribute, FnArg, ImplItem, Item, LitStr, Signature, parse_quote};

use crate::methods::type_and_imports;

pub(crate) fn expand(arguments: TokenStream, item: Item) -> syn::Result<TokenStream> {
    let mut report = Report::default();
    let mut module = None;
    let reader = syn::meta::parser(|meta| {
        if meta.path.is_ident("module") {
            module = Some(meta.value()?.parse::<LitStr>()?);
            return Ok(());
        }
        Err(meta.error("expected `module`"))
    });
    if let Err(error) = reader.parse2(arguments) {
        report.include(error);
    }
    let (mut plain, mut described) = (item.clone(), item);
    let generator = match (&mut plain, &mut described) {
        (Item::Impl(plain), Item::Impl(described)) => {
            for item in &mut plain.items {
                if let ImplItem::Fn(function) = item {
                    convert(&mut function.attrs, &mut function.sig, None);
                }
            }
            for item in &mut described.items {
                if let ImplItem::Fn(function) = item {
                    convert(&mut function.attrs, &mut function.sig, Some(&mut report));
                }
            }
            if let Some(module) = &module {
                report.add(module, "the module of methods is that of their class");
            }
            quote!(gen_stub_pymethods)
        }
        (Item::Fn(plain), Item::Fn(described)) => {
            convert(&mut plain.attrs, &mut plain.sig, None);
            convert(&mut described.attrs, &mut described.sig, Some(&mut report));
            if module.is_none() {
                report.add(&described.sig.ident, "`in_stub` needs `module = \"…\"` for a function");
            }
            quote!(gen_stub_pyfunction(module = #module))
        }
        (_, other) => {
            report.add(other, "`in_stub` stands on an `impl` block or a function");
            TokenStream::new()
        }
    };
    // The two forms differ in the stub generator's attributes only, which nobody else knows.
    report.finish(quote! {
        #[cfg(feature = "stubs")]
        #[::pyo3_stub_gen::derive::#generator]
        #described

        #[cfg(not(feature = "stubs"))]
        #plain
    })
}

/// Takes the attributes of a function and its parameters that are for the stub, and puts those of the stub generator in
/// their place, if there is somebody who wants to know of mistakes.
fn convert(attributes: &mut Vec<Attribute>, signature: &mut Signature, mut report: Option<&mut Report>) {
    let mut convert = |attributes: &mut Vec<Attribute>| {
        for attribute in std::mem::take(attributes) {
            let kind = if attribute.path().is_ident("returns") {
                quote!(override_return_type)
            } else if attribute.path().is_ident("python_type") {
                quote!(override_type)
            } else if attribute.path().is_ident("not_in_stub") {
                attributes.extend(report.is_some().then(|| parse_quote!(#[gen_stub(skip)])));
                continue;
            } else {
                attributes.push(attribute);
                continue;
            };
            match (type_and_imports(&attribute), &mut report) {
                (Ok((repr, imports)), Some(_)) => attributes.push(parse_quote! {
                    #[gen_stub(#kind(type_repr = #repr, imports = (#(#imports),*)))]
                }),
                (Err(error), Some(report)) => report.include(error),
                (_, None) => {}
            }
        }
    };
    convert(attributes);
    for input in &mut signature.inputs {
        if let FnArg::Typed(parameter) = input {
            convert(&mut parameter.attrs);
        }
    }
}
