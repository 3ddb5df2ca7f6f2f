//! Design rules: `.kicad_dru`.

mod rule;

use pyzig_model::ModuleSchema;

pub use rule::{Constraint, DesignRulesFile, Rule, RuleSeverity};

/// Design rules: `.kicad_dru`.
pub static MODULE: ModuleSchema = pyzig_model::module! {
    name: "design_rules",
    doc: "Design rules: `.kicad_dru`.",
    file: DesignRulesFile,
    structs: [
        Constraint,
        Rule,
        DesignRulesFile,
    ],
    enums: [
        RuleSeverity,
    ],
};
