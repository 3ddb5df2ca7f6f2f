//! Passes the linker what an extension module needs where the linker insists on it (macOS).

fn main() {
    pyo3_build_config::add_extension_module_link_args();
}
