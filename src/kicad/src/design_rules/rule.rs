//! Rules and their constraints.

use pyzig_model::{Model, ModelEnum};

/// How serious it is to break a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "design_rules", name = "E_rule_severity")]
pub enum RuleSeverity {
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// Nothing.
    Ignore,
    /// An excluded error.
    Exclusion,
}

/// What a rule demands.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "design_rules", token = "constraint")]
pub struct Constraint {
    /// What is measured: `clearance`, `track_width`, `disallow` and others.
    #[field(positional, bare)]
    pub r#type: String,
    /// Further words, such as the items that `disallow` forbids.
    #[field(rest, bare)]
    pub words: Vec<String>,
    /// Smallest value with its unit: `0.2mm`.
    #[field(bare)]
    pub min: Option<String>,
    /// Best value with its unit.
    #[field(bare)]
    pub opt: Option<String>,
    /// Largest value with its unit.
    #[field(bare)]
    pub max: Option<String>,
    /// Whether a skew counts within differential pairs only (KiCad 8 and later).
    #[field(empty)]
    pub within_diff_pairs: Option<bool>,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "design_rules", token = "rule")]
pub struct Rule {
    /// Its name.
    #[field(positional)]
    pub name: String,
    /// Expression that says where it holds; None for everywhere.
    #[field(order = 30)]
    pub condition: Option<String>,
    /// What it demands.
    #[field(repeated, token = "constraint", order = 40)]
    pub constraints: Vec<Constraint>,
    /// Layer where it holds: a name, `outer` or `inner`.
    #[field(order = 10)]
    pub layer: Option<String>,
    /// How serious it is to break it.
    #[field(order = 20)]
    pub severity: Option<RuleSeverity>,
}

/// The file of a board's design rules. Its lists stand side by side, without one around them.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "design_rules", file)]
pub struct DesignRulesFile {
    /// Format of the file.
    pub version: Option<i32>,
    /// The rules. Later ones go before earlier ones.
    #[field(repeated, token = "rule")]
    pub rules: Vec<Rule>,
}
