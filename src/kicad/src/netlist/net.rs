//! Nets.

use pyzig_model::Model;

/// A pin on a net.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "node")]
pub struct Node {
    /// Reference of the component.
    #[field(order = 10)]
    pub r#ref: String,
    /// Number of the pin.
    #[field(order = 20)]
    pub pin: String,
    /// Electrical type of the pin.
    #[field(order = 40)]
    pub pintype: Option<String>,
    /// Name of the pin.
    #[field(order = 30)]
    pub pinfunction: Option<String>,
}

/// A net.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "net")]
pub struct Net {
    /// Its number.
    #[field(order = 10)]
    pub code: String,
    /// Its name.
    #[field(order = 20)]
    pub name: String,
    /// Pins on it.
    #[field(repeated, token = "node", order = 40)]
    pub nodes: Vec<Node>,
    /// Its net class (KiCad 9 and later).
    #[field(token = "class", order = 30)]
    pub net_class: Option<String>,
}

/// All nets.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "nets")]
pub struct Nets {
    /// The nets.
    #[field(repeated, token = "net")]
    pub nets: Vec<Net>,
}
