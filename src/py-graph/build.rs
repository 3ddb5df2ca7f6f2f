//! Tells which interpreter is built for, and passes the linker what an extension module needs where it insists on it
//! (macOS).

fn main() {
    pyo3_build_config::use_pyo3_cfgs();
    pyo3_build_config::add_extension_module_link_args();
}
