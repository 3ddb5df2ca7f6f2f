//! `#[python_methods]`.

use proc_macro2::{Ident, TokenStream};
use pyzig_macro_report::Report;
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Expr, FnArg, GenericArgument, ImplItem, ImplItemFn, ItemImpl, LitStr, Meta, Pat, PatType,
    PathArguments, Token, Type, parse_quote,
};

use crate::class::is_doc;
use crate::direct::Method;

/// Attributes of PyO3 that settle what a function is to Python.
const OWN_FORM: [&str; 6] = ["new", "getter", "setter", "classmethod", "classattr", "pyo3"];

pub(crate) fn expand(arguments: &TokenStream, mut item: ItemImpl) -> syn::Result<TokenStream> {
    if let Some(expanded) = with_shared_methods(arguments, &item) {
        return Ok(expanded);
    }
    let mut report = Report::default();
    if !arguments.is_empty() {
        report.add(arguments, "`python_methods` takes no arguments");
    }
    if let Some((_, path, _)) = &item.trait_ {
        report.add(path, "`python_methods` stands on an `impl` block without a trait");
    }
    if !item.generics.params.is_empty() {
        report.add(&item.generics, "a Python class cannot be generic");
    }
    let class = item.self_ty.clone();
    let mut direct = Vec::new();
    for member in &mut item.items {
        if let ImplItem::Fn(function) = member {
            direct.extend(convert(function, &class, &mut report));
        }
    }
    let has =
        |name: &str| item.items.iter().any(|member| matches!(member, ImplItem::Fn(f) if f.sig.ident == name));
    let (makes, addresses) = (has("__new__"), has("__zig_address__"));
    if !makes {
        item.items.push(parse_quote! {
            #[new]
            #[pyo3(signature = (*_arguments, **_keywords))]
            #[gen_stub(skip)]
            fn __new__(
                _arguments: &::pyo3::Bound<'_, ::pyo3::types::PyTuple>,
                _keywords: ::core::option::Option<&::pyo3::Bound<'_, ::pyo3::types::PyDict>>,
            ) -> ::pyo3::PyResult<Self> {
                ::core::result::Result::Err(::pyo3::exceptions::PyTypeError::new_err(Self::CANNOT_BE_CALLED))
            }
        });
    }
    if !addresses {
        item.items.push(parse_quote! {
            /// Address of the native value behind this object.
            fn __zig_address__(&self) -> usize {
                ::core::ptr::from_ref(self).addr()
            }
        });
    }
    // Signatures are what Python users see; whether all of it is needed here does not matter.
    item.attrs.push(parse_quote! {
        #[allow(clippy::needless_pass_by_value, clippy::type_complexity, clippy::unused_self)]
    });
    let plain = without_stub_attributes(&item);
    // The two forms differ in the stub generator's attributes only, which nobody else knows.
    let expanded = quote! {
        #[automatically_derived]
        impl ::pyzig_reference::Class for #class {
            const DIRECT: &'static [::pyzig_reference::Direct] = &[#(#direct),*];
        }

        #[cfg(feature = "stubs")]
        #[::pyo3_stub_gen::derive::gen_stub_pymethods]
        #[::pyo3::pymethods]
        #item

        #[cfg(not(feature = "stubs"))]
        #[::pyo3::pymethods]
        #plain
    };
    report.finish(expanded)
}

/// Hands a block in which a macro call stands among the functions to that macro, with everything that the call is to be
/// replaced in.
fn with_shared_methods(arguments: &TokenStream, item: &ItemImpl) -> Option<TokenStream> {
    let (position, call) = item.items.iter().enumerate().find_map(|(position, member)| match member {
        ImplItem::Macro(call) => Some((position, &call.mac)),
        _ => None,
    })?;
    let ItemImpl { attrs, generics, self_ty, items, .. } = item;
    let (before, after) = (items.get(..position)?, items.get(position + 1..)?);
    let syn::Macro { path, tokens, .. } = call;
    let arguments = (!arguments.is_empty()).then(|| quote!((#arguments)));
    Some(quote! {
        #path! {
            (#tokens)
            { #(#attrs)* #[::pyzig_reference::python_methods #arguments] impl #generics #self_ty }
            { #(#before)* }
            { #(#after)* }
        }
    })
}

/// Gives a function the attributes that PyO3 and the stub generator want. Returns its entry among the direct methods, if
/// it is one.
fn convert(function: &mut ImplItemFn, class: &Type, report: &mut Report) -> Option<TokenStream> {
    let mut settled = false;
    let mut direct = None;
    let mut stub_attributes: Vec<Attribute> = Vec::new();
    function.attrs.retain(|attribute| {
        let path = attribute.path();
        if OWN_FORM.iter().any(|name| path.is_ident(name)) {
            // A name alone says nothing about the parameters.
            settled |= !is_name_only(attribute);
            true
        } else if path.is_ident("returns") {
            match type_and_imports(attribute) {
                Ok((repr, imports)) => stub_attributes.push(parse_quote! {
                    #[gen_stub(override_return_type(type_repr = #repr, imports = (#(#imports),*)))]
                }),
                Err(error) => report.include(error),
            }
            false
        } else if path.is_ident("direct") {
            direct = Some(attribute.clone());
            false
        } else if path.is_ident("not_in_stub") {
            stub_attributes.push(parse_quote!(#[gen_stub(skip)]));
            false
        } else {
            true
        }
    });
    function.attrs.extend(stub_attributes);

    let name = function.sig.ident.to_string();
    let special = name.starts_with("__") && name.ends_with("__");
    if !special && !settled && !function.attrs.iter().any(is_doc) {
        report.add(&function.sig.ident, "Python users read the doc comment, which is missing");
    }
    if function.sig.asyncness.is_some() || !function.sig.generics.params.iter().all(is_lifetime) {
        report.add(&function.sig.ident, "a Python method is neither async nor generic");
    }
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut rest = None;
    let mut is_static = true;
    check_visitor(function, report);
    for (position, input) in function.sig.inputs.iter_mut().enumerate() {
        match input {
            FnArg::Receiver(receiver) => {
                is_static = false;
                if receiver.reference.is_none() || receiver.mutability.is_some() {
                    report
                        .add(receiver, "objects are shared: take `&self` and change what lies behind a lock");
                }
            }
            FnArg::Typed(parameter) => {
                if position == 0 && is_named(parameter, "slf") {
                    is_static = false;
                    continue;
                }
                parameters.extend(convert_parameter(parameter, &mut rest, report));
            }
        }
    }
    if special || settled {
        if let Some(direct) = direct {
            report.add(
                direct,
                "a method that PyO3's attributes or Python's names settle is not called directly",
            );
        }
        return None;
    }
    let entry = direct.and_then(|direct| {
        let method = Method { function, class, is_static, parameters: &parameters };
        let entry = method.entry(rest.is_some());
        if entry.is_none() {
            report.add(
                direct,
                "called directly are methods that name all their keywords, and static methods that name none",
            );
        }
        entry
    });
    if entry.is_some() {
        // What it returns then stays in registers.
        function.attrs.push(parse_quote!(#[inline(always)]));
        function.attrs.push(parse_quote!(#[allow(clippy::inline_always)]));
    }
    if is_static {
        function.attrs.push(parse_quote!(#[staticmethod]));
    }
    if !parameters.is_empty() || rest.is_some() {
        let star = (!parameters.is_empty()).then(|| quote!(*,));
        let rest = rest.map(|rest| quote!(**#rest));
        let parts = parameters.iter().map(|Parameter { name, default }| {
            let default = default.as_ref().map(|default| quote!(= #default));
            quote!(#name #default)
        });
        function.attrs.push(parse_quote!(#[pyo3(signature = (#star #(#parts,)* #rest))]));
    }
    entry
}

/// A context is what the caller of a visitor hands through to it.
fn check_visitor(function: &ImplItemFn, report: &mut Report) {
    let types = || {
        function.sig.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(parameter) => Some(&*parameter.ty),
            FnArg::Receiver(_) => None,
        })
    };
    let visitors =
        types().filter(|kind| last_segment(kind).is_some_and(|name| name.to_string().ends_with("Visitor")));
    let contexts: Vec<_> = types().filter(|kind| is_context(kind)).collect();
    if contexts.len() > visitors.count() {
        for context in contexts {
            report.add(context, "a `Context` is handed to a `Visitor`, which is missing");
        }
    }
}

/// A keyword that has a name.
pub(crate) struct Parameter {
    pub(crate) name: Ident,
    pub(crate) default: Option<TokenStream>,
}

/// Reads a parameter, and gives it the attributes that the stub generator wants; `None` for what is no keyword that has a
/// name.
fn convert_parameter(
    parameter: &mut PatType,
    rest: &mut Option<TokenStream>,
    report: &mut Report,
) -> Option<Parameter> {
    let (mut default, mut required, mut takes_rest) = (None, None, None);
    let mut kept = Vec::new();
    for attribute in std::mem::take(&mut parameter.attrs) {
        if attribute.path().is_ident("default") {
            match attribute.parse_args::<Expr>() {
                Ok(value) => default = Some(value),
                Err(error) => report.include(error),
            }
        } else if attribute.path().is_ident("required") {
            required = Some(attribute);
        } else if attribute.path().is_ident("rest") {
            takes_rest = Some(attribute);
        } else if attribute.path().is_ident("python_type") {
            match type_and_imports(&attribute) {
                Ok((repr, imports)) => kept.push(parse_quote! {
                    #[gen_stub(override_type(type_repr = #repr, imports = (#(#imports),*)))]
                }),
                Err(error) => report.include(error),
            }
        } else if is_doc(&attribute) {
            report.add(attribute, "describe parameters in the doc comment of the function");
        } else {
            kept.push(attribute);
        }
    }
    if is_context(&parameter.ty) {
        kept.push(parse_quote!(#[gen_stub(override_type(type_repr = "_T", imports = ()))]));
    }
    parameter.attrs = kept;

    let Pat::Ident(pattern) = &*parameter.pat else {
        report.add(&parameter.pat, "a parameter needs a name, which is its keyword");
        return None;
    };
    let name = pattern.ident.clone();
    if last_segment_is(&parameter.ty, "Python") {
        return None;
    }
    let optional = last_segment_is(&parameter.ty, "Option");
    if let Some(takes_rest) = takes_rest {
        if default.is_some() || required.is_some() || rest.is_some() {
            report.add(takes_rest, "one parameter takes the rest, and has neither default nor `required`");
        }
        *rest = Some(name.to_token_stream());
        return None;
    }
    if let Some(required) = required {
        if !optional || default.is_some() {
            report.add(
                required,
                "`required` stands on an `Option` without default; others are required anyway",
            );
        }
        return Some(Parameter { name, default: None });
    }
    let default = match default {
        Some(value) => Some(value.into_token_stream()),
        None => optional.then(|| quote!(None)),
    };
    Some(Parameter { name, default })
}

/// Reads `("type", "module to import", …)`.
pub(crate) fn type_and_imports(attribute: &Attribute) -> syn::Result<(LitStr, Vec<LitStr>)> {
    let texts = attribute.parse_args_with(Punctuated::<LitStr, Token![,]>::parse_terminated)?;
    let mut texts = texts.into_iter();
    match texts.next() {
        Some(repr) => Ok((repr, texts.collect())),
        None => Err(syn::Error::new_spanned(attribute, "expected the type as a text")),
    }
}

fn is_name_only(attribute: &Attribute) -> bool {
    match &attribute.meta {
        Meta::List(list) if list.path.is_ident("pyo3") => {
            list.tokens.clone().into_iter().next().is_some_and(|first| first.to_string() == "name")
        }
        _ => false,
    }
}

fn is_lifetime(parameter: &syn::GenericParam) -> bool {
    matches!(parameter, syn::GenericParam::Lifetime(_))
}

pub(crate) fn is_named(parameter: &PatType, name: &str) -> bool {
    matches!(&*parameter.pat, Pat::Ident(pattern) if pattern.ident == name)
}

pub(crate) fn last_segment_is(kind: &Type, name: &str) -> bool {
    last_segment(kind).is_some_and(|last| last == name)
}

fn last_segment(kind: &Type) -> Option<&Ident> {
    match kind {
        Type::Path(path) => path.path.segments.last().map(|last| &last.ident),
        _ => None,
    }
}

/// Whether a parameter is what callers hand to their visitors.
pub(crate) fn is_context(kind: &Type) -> bool {
    let Type::Path(path) = kind else { return false };
    let Some(last) = path.path.segments.last() else { return false };
    match &last.arguments {
        PathArguments::AngleBracketed(inner) if last.ident == "Option" => {
            matches!(inner.args.first(), Some(GenericArgument::Type(inner)) if is_context(inner))
        }
        _ => last.ident == "Context",
    }
}

fn without_stub_attributes(item: &ItemImpl) -> ItemImpl {
    let mut item = item.clone();
    let keep = |attribute: &Attribute| !attribute.path().is_ident("gen_stub");
    for member in &mut item.items {
        if let ImplItem::Fn(function) = member {
            function.attrs.retain(keep);
            for input in &mut function.sig.inputs {
                if let FnArg::Typed(parameter) = input {
                    parameter.attrs.retain(keep);
                }
            }
        }
    }
    item
}
