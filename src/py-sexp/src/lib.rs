//! Extension module pyzig_sexp: the KiCad file formats.
