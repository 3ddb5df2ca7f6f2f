use pyzig_bind_derive::python_methods;

pub struct Counter;

#[python_methods(something)]
impl Counter {
    fn undocumented(&self) {}

    /// Changes.
    fn change(&mut self) {}

    /// Consumes.
    fn consume(self) {}

    /// Is generic.
    fn generic<T>(&self, value: T) {}

    /// Has odd parameters.
    fn odd(
        &self,
        (a, b): (u64, u64),
        #[required] c: u64,
        #[default] d: u64,
        #[rest] #[default(1)] e: u64,
        #[python_type()] f: u64,
    ) {
    }

    /// Has an odd result.
    #[returns(int)]
    fn result(&self) -> u64 {
        1
    }
}

#[python_methods]
impl Clone for Counter {
    fn clone(&self) -> Self {
        Self
    }
}

fn main() {}
