//! `#[python_methods]`.

use std::ffi::CString;

use proc_macro2::{Ident, TokenStream};
use pyzig_macro_report::Report;
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Expr, FnArg, GenericArgument, ImplItem, ImplItemFn, ItemImpl, LitCStr, LitStr, Meta, Pat,
    PatType, PathArguments, ReturnType, Token, Type, parse_quote,
};

use crate::class::is_doc;

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
    let mut parts: Vec<TokenStream> = Vec::new();
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
                if let Some(part) = convert_parameter(parameter, &mut rest, report) {
                    parts.push(part);
                }
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
        let form = direct_form(&direct, function, is_static, rest.is_some(), report)?;
        Some(direct_entry(&form, function, class, is_static))
    });
    if entry.is_some() {
        // What it returns then stays in registers.
        function.attrs.push(parse_quote!(#[inline(always)]));
        function.attrs.push(parse_quote!(#[allow(clippy::inline_always)]));
    }
    if is_static {
        function.attrs.push(parse_quote!(#[staticmethod]));
    }
    if !parts.is_empty() || rest.is_some() {
        let star = (!parts.is_empty()).then(|| quote!(*,));
        let rest = rest.map(|rest| quote!(**#rest));
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

/// What a method that Python calls directly takes.
enum DirectForm<'a> {
    Nothing,
    /// One object of any class, under that name.
    Object(&'a Ident),
    /// Any keywords.
    Keywords,
}

/// Reads the form from the signature; anything but these three is a mistake.
fn direct_form<'a>(
    direct: &Attribute,
    function: &'a ImplItemFn,
    is_static: bool,
    takes_rest: bool,
    report: &mut Report,
) -> Option<DirectForm<'a>> {
    let mut parameters = function.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(parameter)
            if !is_named(parameter, "slf") && !last_segment_is(&parameter.ty, "Python") =>
        {
            Some(parameter)
        }
        _ => None,
    });
    match (parameters.next(), parameters.next()) {
        (None, None) => return Some(DirectForm::Nothing),
        (Some(_), None) if takes_rest && is_static => return Some(DirectForm::Keywords),
        (Some(parameter), None) if !takes_rest && !is_static && is_any_object(&parameter.ty) => {
            if let Pat::Ident(pattern) = &*parameter.pat {
                return Some(DirectForm::Object(&pattern.ident));
            }
        }
        _ => {}
    }
    report.add(
        direct,
        "called directly are methods that take nothing or one object, and static methods that take nothing or the rest",
    );
    None
}

/// The entry in `Class::DIRECT`.
fn direct_entry(form: &DirectForm<'_>, function: &ImplItemFn, class: &Type, is_static: bool) -> TokenStream {
    let ident = &function.sig.ident;
    let name = LitCStr::new(&CString::new(ident.unraw().to_string()).unwrap_or_default(), ident.span());
    let py = if is_static { quote!(py) } else { quote!(slf.py()) };
    let arguments = function.sig.inputs.iter().map(|input| match (input, form) {
        (FnArg::Receiver(_), _) => quote!(slf.get()),
        (FnArg::Typed(parameter), _) if is_named(parameter, "slf") => quote!(slf),
        (FnArg::Typed(parameter), _) if last_segment_is(&parameter.ty, "Python") => py.clone(),
        (FnArg::Typed(_), DirectForm::Keywords) => quote!(keywords),
        (FnArg::Typed(parameter), _) if matches!(&*parameter.ty, Type::Reference(_)) => quote!(argument),
        (FnArg::Typed(_), _) => quote!(argument.clone()),
    });
    let call = quote!(<#class>::#ident(#(#arguments),*));
    let output = match &function.sig.output {
        ReturnType::Type(_, kind) => Some(&**kind),
        ReturnType::Default => None,
    };
    let fallible = output.filter(|kind| is_fallible(kind));
    let value = if fallible.is_some() { quote!(#call.map_err(::pyo3::PyErr::from)?) } else { call };
    let nothing = output.is_none_or(is_unit) || fallible.and_then(first_argument).is_some_and(is_unit);
    let body = if nothing {
        quote!(let () = #value; ::core::result::Result::Ok(#py.None().into_bound(#py)))
    } else {
        quote!(let value = #value; ::pyzig_reference::object(#py, value))
    };
    let bound = quote!(::pyo3::Bound<'py, ::pyo3::PyAny>);
    let slf = quote!(slf: &::pyo3::Bound<'py, #class>);
    let python = quote!(py: ::pyo3::Python<'py>);
    let original = |argument: &str| {
        quote! {
            fn original() -> &'static ::pyzig_reference::Original {
                static ORIGINAL: ::pyzig_reference::Original = ::pyzig_reference::Original::new(#argument);
                &ORIGINAL
            }
        }
    };
    let (kind, constructor, items, parameters) = match form {
        DirectForm::Nothing if is_static => (quote!(DirectFunction), quote!(function), quote!(), python),
        DirectForm::Nothing => (quote!(DirectMethod), quote!(method), quote!(type Class = #class;), slf),
        DirectForm::Object(argument) => {
            let original = original(&argument.unraw().to_string());
            let items = quote!(type Class = #class; #original);
            (quote!(DirectSetter), quote!(setter), items, quote!(#slf, argument: &#bound))
        }
        DirectForm::Keywords => {
            let keywords = quote!(::core::option::Option<::pyzig_reference::Keywords<'_, 'py>>);
            (quote!(DirectFactory), quote!(factory), original(""), quote!(#python, keywords: #keywords))
        }
    };
    quote! {{
        struct Call;
        impl ::pyzig_reference::#kind for Call {
            #items
            #[inline(always)]
            fn call<'py>(#parameters) -> ::pyo3::PyResult<#bound> { #body }
        }
        ::pyzig_reference::Direct::#constructor::<Call>(#name)
    }}
}

/// Whether a method returns a `Result` or `PyResult`.
fn is_fallible(kind: &Type) -> bool {
    last_segment_is(kind, "Result") || last_segment_is(kind, "PyResult")
}

/// The first argument of a generic type.
fn first_argument(kind: &Type) -> Option<&Type> {
    let Type::Path(path) = kind else { return None };
    match &path.path.segments.last()?.arguments {
        PathArguments::AngleBracketed(inner) => match inner.args.first()? {
            GenericArgument::Type(inner) => Some(inner),
            _ => None,
        },
        _ => None,
    }
}

fn is_unit(kind: &Type) -> bool {
    matches!(kind, Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// Whether a parameter is `Bound<'_, PyAny>` or a reference to one.
fn is_any_object(kind: &Type) -> bool {
    match kind {
        Type::Reference(reference) => is_any_object(&reference.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| match &last.arguments {
            PathArguments::AngleBracketed(inner) if last.ident == "Bound" => inner.args.iter().any(
                |inner| matches!(inner, GenericArgument::Type(inner) if last_segment_is(inner, "PyAny")),
            ),
            _ => false,
        }),
        _ => false,
    }
}

/// The parameter's part of the Python signature; `None` for what callers do not see.
fn convert_parameter(
    parameter: &mut PatType,
    rest: &mut Option<TokenStream>,
    report: &mut Report,
) -> Option<TokenStream> {
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
    let name = &pattern.ident;
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
        return Some(quote!(#name));
    }
    Some(match default {
        Some(value) => quote!(#name = #value),
        None if optional => quote!(#name = None),
        None => quote!(#name),
    })
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

fn is_named(parameter: &PatType, name: &str) -> bool {
    matches!(&*parameter.pat, Pat::Ident(pattern) if pattern.ident == name)
}

fn last_segment_is(kind: &Type, name: &str) -> bool {
    last_segment(kind).is_some_and(|last| last == name)
}

fn last_segment(kind: &Type) -> Option<&Ident> {
    match kind {
        Type::Path(path) => path.path.segments.last().map(|last| &last.ident),
        _ => None,
    }
}

/// Whether a parameter is what callers hand to their visitors.
fn is_context(kind: &Type) -> bool {
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
