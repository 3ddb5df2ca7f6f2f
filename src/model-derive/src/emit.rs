//! Writes the constant descriptions. Nothing is decided here.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::LitStr;
use syn::spanned::Spanned as _;

use crate::check::{Enumeration, Field, Place, Shape, Spelling, Structure, Switch};

/// Implementations for a struct.
pub(crate) fn structure(checked: &Structure) -> TokenStream {
    let Structure { ident, doc, module, name, token, shape, recursive, fields } = checked;
    let shape = match shape {
        Shape::List => quote!(List),
        Shape::Row => quote!(Row),
        Shape::File => quote!(File),
    };
    let is_led = fields.iter().any(|field| field.ahead);
    let has_other_order = fields.iter().any(|field| field.other_order.is_some());
    let described = (1..=fields.len()).map(|count| field(&fields[..count], is_led));
    let types = if *recursive { &[][..] } else { fields };
    let ends = types.iter().map(
        |Field { ty, .. }| quote_spanned!(ty.span()=> let () = <#ty as ::pyzig_model::FieldType>::ENDS;),
    );
    let checks = fields.iter().filter_map(value_checks);
    let reads = fields.iter().enumerate().map(|(index, Field { ident, .. })| {
        quote!(#ident: ::pyzig_model::FieldType::extract(object.get(&fields[#index])?, &fields[#index])?)
    });
    let read = if fields.is_empty() {
        quote!(let _ = object;)
    } else {
        quote!(let fields = <Self as ::pyzig_model::Model>::schema().fields;)
    };
    quote! {
        #[automatically_derived]
        impl ::pyzig_model::Model for #ident {
            fn schema() -> &'static ::pyzig_model::Schema {
                #(#checks)*
                static SCHEMA: ::pyzig_model::Schema = ::pyzig_model::Schema {
                    name: #name,
                    module: #module,
                    token: #token,
                    doc: #doc,
                    fields: &[#(#described),*],
                    shape: ::pyzig_model::Shape::#shape,
                    led: #is_led,
                    has_other_order: #has_other_order,
                    recursive: { let () = <#ident as ::pyzig_model::FieldType>::ENDS; #recursive },
                    type_id: ::core::any::TypeId::of::<#ident>,
                };
                &SCHEMA
            }

            fn read(object: &::pyzig_model::Object) -> ::core::result::Result<Self, ::pyzig_model::Error> {
                #read
                ::core::result::Result::Ok(Self { #(#reads),* })
            }
        }

        #[automatically_derived]
        impl ::pyzig_model::FieldType for #ident {
            const KIND: ::pyzig_model::Kind = ::pyzig_model::Kind::Struct(<Self as ::pyzig_model::Model>::schema);
            const ARITY: ::pyzig_model::Arity = ::pyzig_model::Arity::Required;
            const ENDS: () = { #(#ends)* };

            fn extract(
                value: ::pyzig_model::Value<'_>,
                field: &'static ::pyzig_model::Field,
            ) -> ::core::result::Result<Self, ::pyzig_model::Error> {
                ::pyzig_model::derived::structure(&value, field)
            }
        }
    }
}

/// The last of some fields, which are those up to it, of a struct whose atoms a word of another field may lead or not.
fn field(fields: &[Field], is_led: bool) -> TokenStream {
    let Some((field, before)) = fields.split_last() else { return TokenStream::new() };
    let Field { ty, doc, name, token, aliases, order, in_other_order, silent, shared, .. } = field;
    let other_order = field.other_order.unwrap_or(*order);
    let decimals = field.decimals.map_or(0, |decimals| decimals.count);
    let place = match field.place {
        Place::Positional => quote!(Positional),
        Place::Rest => quote!(Rest),
        Place::Child => quote!(Child),
        Place::Repeated => quote!(Repeated),
    };
    let switch = match field.switch {
        Switch::YesNo => quote!(YesNo),
        Switch::Presence => quote!(Presence),
        Switch::Empty => quote!(Empty),
        Switch::Word => quote!(Word),
    };
    let field_type = quote_spanned!(ty.span()=> <#ty as ::pyzig_model::FieldType>);
    let arity = arity(field);
    let ahead = field.ahead;
    let seat = if matches!(field.place, Place::Positional) && !is_led {
        let atoms = before.iter().filter(|field| matches!(field.place, Place::Positional)).map(value_type);
        let own = value_type(field);
        quote!(::pyzig_model::derived::seat(&[#(#atoms),*], #own))
    } else {
        quote!(::core::option::Option::None)
    };
    let quoted = match field.spelling {
        Spelling::Usual => quote!(::pyzig_model::derived::usually_quoted(#field_type::KIND)),
        Spelling::Bare(_) => quote!(false),
        Spelling::Quoted(_) => quote!(true),
    };
    let bare_words = field.bare_words.as_ref().map(LitStr::value).unwrap_or_default();
    let bare_words = bare_words.split_whitespace();
    let absent = optional(field.absent.as_ref());
    let within = optional(field.within.as_ref());
    quote! {
        ::pyzig_model::Field {
            name: #name,
            token: #token,
            aliases: &[#(#aliases),*],
            names: ::pyzig_model::derived::names(#token, &[#(#aliases),*]),
            doc: #doc,
            place: ::pyzig_model::Place::#place,
            kind: #field_type::KIND,
            arity: #arity,
            absent: #absent,
            within: #within,
            ahead: #ahead,
            order: #order,
            other_order: #other_order,
            in_other_order: #in_other_order,
            quoted: #quoted,
            bare_words: &[#(#bare_words),*],
            switch: ::pyzig_model::Switch::#switch,
            silent: #silent,
            decimals: #decimals,
            shared: #shared,
            seat: #seat,
        }
    }
}

fn optional(text: Option<&LitStr>) -> TokenStream {
    text.map_or_else(
        || quote!(::core::option::Option::None),
        |text| quote!(::core::option::Option::Some(#text)),
    )
}

/// Kind and arity of a field.
fn value_type(field: &Field) -> TokenStream {
    let (ty, arity) = (&field.ty, arity(field));
    quote!((<#ty as ::pyzig_model::FieldType>::KIND, #arity))
}

fn arity(field: &Field) -> TokenStream {
    let Field { ty, default, .. } = field;
    if let Some(default) = default {
        quote!(::pyzig_model::Arity::Default(#default))
    } else {
        quote_spanned!(ty.span()=> <#ty as ::pyzig_model::FieldType>::ARITY)
    }
}

/// Checks that need the type behind the field's name and so are left to constant evaluation.
fn value_checks(field: &Field) -> Option<TokenStream> {
    let Field { ty, default, absent, decimals, spelling, bare_words, .. } = field;
    let kind = quote!(<#ty as ::pyzig_model::FieldType>::KIND);
    let default = default.as_ref().map(|text| {
        quote_spanned!(text.span()=> const _: () = ::pyzig_model::derived::check_default(#kind, #text);)
    });
    let absent = absent.as_ref().map(|text| {
        quote_spanned!(text.span()=> const _: () = ::pyzig_model::derived::check_absent(#kind, #text);)
    });
    let spelling = match spelling {
        Spelling::Usual => None,
        Spelling::Bare(span) => {
            Some(quote_spanned!(*span=> const _: () = ::pyzig_model::derived::check_bare(#kind);))
        }
        Spelling::Quoted(span) => {
            Some(quote_spanned!(*span=> const _: () = ::pyzig_model::derived::check_quoted(#kind);))
        }
    };
    let decimals = decimals.map(
        |decimals| quote_spanned!(decimals.span=> const _: () = ::pyzig_model::derived::check_decimals(#kind);),
    );
    let bare_words = bare_words.as_ref().map(
        |words| quote_spanned!(words.span()=> const _: () = ::pyzig_model::derived::check_bare_words(#kind);),
    );
    let any = default.is_some() || absent.is_some() || decimals.is_some() || spelling.is_some();
    (any || bare_words.is_some()).then(|| quote!(#default #absent #decimals #spelling #bare_words))
}

/// Implementations for an enum.
pub(crate) fn enumeration(checked: &Enumeration) -> TokenStream {
    let Enumeration { ident, doc, module, name, members } = checked;
    let described = members.iter().map(|member| {
        let crate::check::Member { doc, value, token, aliases, .. } = member;
        quote!(::pyzig_model::Member { value: #value, token: #token, aliases: &[#(#aliases),*], doc: #doc })
    });
    let variants: Vec<_> = members.iter().map(|member| &member.ident).collect();
    let indices = 0..variants.len();
    quote! {
        #[automatically_derived]
        impl ::pyzig_model::ModelEnum for #ident {
            fn schema() -> &'static ::pyzig_model::EnumSchema {
                static SCHEMA: ::pyzig_model::EnumSchema = ::pyzig_model::EnumSchema {
                    name: #name,
                    module: #module,
                    doc: #doc,
                    members: &[#(#described),*],
                    type_id: ::core::any::TypeId::of::<#ident>,
                };
                &SCHEMA
            }

            fn from_member(member: &'static ::pyzig_model::Member) -> ::core::option::Option<Self> {
                ::pyzig_model::derived::variant(Self::schema(), member, &[#(Self::#variants),*])
            }

            fn member(self) -> &'static ::pyzig_model::Member {
                let index = match self {
                    #(Self::#variants => #indices,)*
                };
                &Self::schema().members[index]
            }
        }

        #[automatically_derived]
        impl ::pyzig_model::FieldType for #ident {
            const KIND: ::pyzig_model::Kind = ::pyzig_model::Kind::Enum(<Self as ::pyzig_model::ModelEnum>::schema);
            const ARITY: ::pyzig_model::Arity = ::pyzig_model::Arity::Required;
            const ENDS: () = ();

            fn extract(
                value: ::pyzig_model::Value<'_>,
                field: &'static ::pyzig_model::Field,
            ) -> ::core::result::Result<Self, ::pyzig_model::Error> {
                ::pyzig_model::derived::enumeration(&value, field)
            }
        }
    }
}
