use pyzig_reference::PythonError;

#[derive(Debug, PythonError)]
pub enum Error {
    #[raises(NoSuchError)]
    Unknown,
}

impl std::fmt::Display for Error {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

fn main() {}
