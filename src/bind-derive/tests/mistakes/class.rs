use pyzig_bind_derive::python_class;

#[python_class(module = "m", modul = "n", name = "", module = "o")]
pub struct Undocumented<T>(T);

/// Lacks a module and a name.
#[python_class(factory = "x")]
pub struct Nameless;

/// Has something that is no entry.
#[python_class(frozen)]
pub struct Frozen;

fn main() {}
