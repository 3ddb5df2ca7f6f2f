//! Methods that Python calls directly: their entries in `Class::DIRECT`.

use std::ffi::CString;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{FnArg, GenericArgument, ImplItemFn, LitCStr, Pat, PatType, PathArguments, ReturnType, Type};

use crate::methods::{Parameter, is_context, is_named, last_segment_is};

/// A function that is a method of a class.
pub(crate) struct Method<'a> {
    pub(crate) function: &'a ImplItemFn,
    pub(crate) class: &'a Type,
    pub(crate) is_static: bool,
    /// The keywords that have names, in the order in which the function takes them.
    pub(crate) parameters: &'a [Parameter],
}

impl Method<'_> {
    /// The entry, if the method is of a form that can be called directly.
    pub(crate) fn entry(&self, takes_rest: bool) -> Option<TokenStream> {
        match (self.parameters, takes_rest) {
            ([], false) => Some(self.without_arguments()),
            ([], true) => self.is_static.then(|| self.with_any_keywords()),
            (_, false) => Some(self.with_names()),
            (_, true) => None,
        }
    }

    /// The name as Python knows it.
    fn name(&self) -> LitCStr {
        let ident = &self.function.sig.ident;
        LitCStr::new(&CString::new(ident.unraw().to_string()).unwrap_or_default(), ident.span())
    }

    fn without_arguments(&self) -> TokenStream {
        let Self { class, is_static, .. } = *self;
        let body = self.body(|_| TokenStream::new());
        let name = self.name();
        let (kind, constructor, items, parameters) = if is_static {
            (quote!(DirectFunction), quote!(function), quote!(), quote!(py: ::pyo3::Python<'py>))
        } else {
            let parameters = quote!(slf: &::pyo3::Bound<'py, #class>);
            (quote!(DirectMethod), quote!(method), quote!(type Class = #class;), parameters)
        };
        let call = quote!(fn call<'py>(#parameters));
        entry(&kind, &constructor, &items, &call, &body, &quote!(Call), &name)
    }

    fn with_any_keywords(&self) -> TokenStream {
        let body = self.body(|_| quote!(keywords));
        let keywords = quote!(::core::option::Option<::pyzig_reference::Keywords<'_, 'py>>);
        let call = quote!(fn call<'py>(py: ::pyo3::Python<'py>, keywords: #keywords));
        let (kind, constructor, items) = (quote!(DirectFactory), quote!(factory), original());
        entry(&kind, &constructor, &items, &call, &body, &quote!(Call), &self.name())
    }

    fn with_names(&self) -> TokenStream {
        let Self { class, is_static, parameters, .. } = *self;
        let count = parameters.len();
        let names = parameters.iter().map(|parameter| parameter.name.unraw().to_string());
        let required = parameters.iter().map(|parameter| parameter.default.is_none());
        let arguments = parameters.iter().map(|parameter| &parameter.name);
        let values = self.function.sig.inputs.iter().filter_map(|input| self.value(input));
        let call = self.body(passed);
        let py = is_static.then(|| quote!(let py = slf.py();));
        let body = quote!(let [#(#arguments),*] = arguments; #(#values)* #py #call);
        let (receiver, constructor) = if is_static {
            (quote!(::pyo3::PyAny), quote!(named_function))
        } else {
            (quote!(#class), quote!(named_method))
        };
        let original = original();
        let items = quote! {
            type Receiver = #receiver;
            const REQUIRED: [bool; #count] = [#(#required),*];
            fn names() -> &'static [::pyo3::sync::Interned; #count] {
                static NAMES: [::pyo3::sync::Interned; #count] = [#(::pyo3::sync::Interned::new(#names)),*];
                &NAMES
            }
            #original
        };
        let call = quote! {
            fn call<'py>(
                slf: &::pyo3::Bound<'py, #receiver>,
                arguments: ::pyzig_reference::Arguments<'_, 'py, #count>,
            )
        };
        let kind = quote!(DirectNamed<#count>);
        entry(&kind, &constructor, &items, &call, &body, &quote!(Call, #count), &self.name())
    }

    /// Takes the value of a parameter out of its argument.
    fn value(&self, input: &FnArg) -> Option<TokenStream> {
        let (FnArg::Typed(typed), Some(name)) = (input, ident(input)) else { return None };
        let Parameter { default, .. } = self.parameters.iter().find(|parameter| parameter.name == *name)?;
        let text = name.unraw().to_string();
        let value = match optional(&typed.ty).map(|inner| taken(inner, &text)) {
            Some(taken) => quote! {
                if argument.is_none() {
                    ::core::option::Option::None
                } else {
                    ::core::option::Option::Some(#taken)
                }
            },
            None => taken(&typed.ty, &text),
        };
        // One that has no default is there, or the call had another form.
        let absent = default
            .clone()
            .unwrap_or_else(|| quote!(return ::core::result::Result::Err(::pyzig_reference::missing(#text))));
        Some(quote! {
            let #name = match #name {
                ::core::option::Option::Some(argument) => #value,
                ::core::option::Option::None => #absent,
            };
        })
    }

    /// Calls the function and makes a Python object of what it returns. `argument` gives what is passed for a parameter that
    /// callers see.
    fn body(&self, argument: impl Fn(&PatType) -> TokenStream) -> TokenStream {
        let Self { function, class, is_static, .. } = *self;
        let py = if is_static { quote!(py) } else { quote!(slf.py()) };
        let arguments = function.sig.inputs.iter().map(|input| match input {
            FnArg::Receiver(_) => quote!(slf.get()),
            FnArg::Typed(parameter) if is_named(parameter, "slf") => quote!(slf),
            FnArg::Typed(parameter) if last_segment_is(&parameter.ty, "Python") => py.clone(),
            FnArg::Typed(parameter) => argument(parameter),
        });
        let ident = &function.sig.ident;
        let call = quote!(<#class>::#ident(#(#arguments),*));
        let output = match &function.sig.output {
            ReturnType::Type(_, kind) => Some(&**kind),
            ReturnType::Default => None,
        };
        let fallible = output.filter(|kind| is_fallible(kind));
        let value = if fallible.is_some() { quote!(#call.map_err(::pyo3::PyErr::from)?) } else { call };
        let nothing = output.is_none_or(is_unit) || fallible.and_then(first_argument).is_some_and(is_unit);
        if nothing {
            quote!(let () = #value; ::core::result::Result::Ok(#py.None().into_bound(#py)))
        } else {
            quote!(let value = #value; ::pyzig_reference::object(#py, value))
        }
    }
}

/// An entry whose call is that of a type made for it.
fn entry(
    kind: &TokenStream,
    constructor: &TokenStream,
    items: &TokenStream,
    call: &TokenStream,
    body: &TokenStream,
    arguments: &TokenStream,
    name: &LitCStr,
) -> TokenStream {
    quote! {{
        struct Call;
        impl ::pyzig_reference::#kind for Call {
            #items
            #[inline(always)]
            #call -> ::pyo3::PyResult<::pyo3::Bound<'py, ::pyo3::PyAny>> { #body }
        }
        ::pyzig_reference::Direct::#constructor::<#arguments>(#name)
    }}
}

/// Where the method that PyO3 made is kept.
fn original() -> TokenStream {
    quote! {
        fn original() -> &'static ::pyzig_reference::Original {
            static ORIGINAL: ::pyzig_reference::Original = ::pyzig_reference::Original::unknown();
            &ORIGINAL
        }
    }
}

/// How the value of a type is taken out of `argument`. A borrowed object stays one until it is [`passed`].
fn taken(kind: &Type, name: &str) -> TokenStream {
    match form(kind) {
        Form::Object(_) => quote!(::pyzig_reference::object_of(#name, argument)?),
        Form::Member => quote!(::pyzig_reference::member(#name, argument)?),
        Form::Value => quote!(::pyzig_reference::value(#name, argument)?),
    }
}

/// What is passed for a parameter whose value was taken.
fn passed(parameter: &PatType) -> TokenStream {
    let Pat::Ident(pattern) = &*parameter.pat else { return TokenStream::new() };
    let name = &pattern.ident;
    match optional(&parameter.ty) {
        Some(inner) => match form(inner) {
            Form::Object(true) => quote!(#name.as_deref()),
            Form::Object(false) => quote!(#name.map(|object| (*object).clone())),
            _ => quote!(#name),
        },
        None => match form(&parameter.ty) {
            Form::Object(true) => quote!(&#name),
            Form::Object(false) => quote!((*#name).clone()),
            _ => quote!(#name),
        },
    }
}

/// How PyO3 takes an argument.
enum Form {
    /// As `Bound<'_, T>`, or as a reference to it.
    Object(bool),
    /// As a reference to the value in an object.
    Member,
    /// By conversion.
    Value,
}

fn form(kind: &Type) -> Form {
    if is_context(kind) {
        return Form::Object(true);
    }
    match kind {
        Type::Reference(reference) => match &*reference.elem {
            inner if last_segment_is(inner, "Bound") => Form::Object(true),
            Type::Path(path) if !path.path.is_ident("str") => Form::Member,
            _ => Form::Value,
        },
        _ if last_segment_is(kind, "Bound") => Form::Object(false),
        _ => Form::Value,
    }
}

/// What is in an `Option`.
fn optional(kind: &Type) -> Option<&Type> {
    if last_segment_is(kind, "Option") { first_argument(kind) } else { None }
}

fn ident(input: &FnArg) -> Option<&Ident> {
    match input {
        FnArg::Typed(parameter) => match &*parameter.pat {
            Pat::Ident(pattern) => Some(&pattern.ident),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    }
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
