//! Words that two fields answer to.

use pyzig_model::Model;

/// Wrong.
#[derive(Model)]
#[model(module = "sample")]
pub struct Wrong {
    /// First.
    pub net: Option<i32>,
    /// The same word without saying so.
    #[field(token = "net")]
    pub name: Option<String>,
    /// Shares with nobody.
    #[field(shared)]
    pub other: Option<String>,
}

fn main() {}
