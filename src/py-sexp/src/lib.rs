//! Extension module `pyzig_sexp`: the KiCad file formats, and a generic tree for every S-expression.
//!
//! Classes, functions and documentation of the formats follow from the schemas in `pyzig-kicad`; this crate only
//! names them. The generic tree is written here.

mod tree;

pyzig_bind::extension! {
    /// KiCad's file formats: one module for each, and a generic tree for everything else.
    pyzig_sexp, package: "pyzig_sexp", modules: pyzig_kicad::MODULES, also: tree::add
}
