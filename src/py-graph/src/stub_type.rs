//! What argument and result types are called in the stubs.

macro_rules! stub_types {
    ($($type:ty => $text:literal $(, $import:literal)*;)*) => {
        $(
            #[cfg(feature = "stubs")]
            impl ::pyo3_stub_gen::PyStubType for $type {
                fn type_output() -> ::pyo3_stub_gen::TypeInfo {
                    ::pyo3_stub_gen::TypeInfo {
                        name: $text.to_owned(),
                        source_module: None,
                        import: ::std::collections::HashSet::from([$($import.into()),*]),
                        type_refs: ::std::collections::HashMap::new(),
                    }
                }
            }
        )*
    };
}

stub_types! {
    crate::literal::Value => "int | float | str | bool";
    crate::literal::Attributes => "dict[str, int | float | str | bool] | None";
    crate::faebryk::reference_path::ReferencePath =>
        "collections.abc.Sequence[str | types.SimpleNamespace]", "collections.abc", "types";
    crate::faebryk::reference_path::Names => "collections.abc.Sequence[str]", "collections.abc";
    crate::faebryk::reference_path::MemberPath => "collections.abc.Sequence[str]", "collections.abc";
    crate::graph::bulk::ManyNames => "collections.abc.Iterable[str]", "collections.abc";
    crate::graph::bulk::Nodes =>
        "collections.abc.Iterable[NodeReference | BoundNodeReference]", "collections.abc";
    crate::number::EdgeType => "int";
    crate::number::Truth => "bool";
}
