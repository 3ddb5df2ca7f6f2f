//! Components and their parts.

use pyzig_model::Model;

/// A named text of a component.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "property")]
pub struct Property {
    /// Its name.
    pub name: String,
    /// What it says; KiCad leaves out what is empty.
    #[field(default = "")]
    pub value: String,
}

/// Symbol of a component.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "libsource")]
pub struct Libsource {
    /// Library.
    pub lib: String,
    /// Name of the symbol.
    pub part: String,
    /// What it is; KiCad 4 and older do not say.
    #[field(absent = "")]
    pub description: String,
}

/// Sheet of a component.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "sheetpath")]
pub struct Sheetpath {
    /// Names of the sheets that lead to it.
    pub names: String,
    /// Identities of these sheets.
    pub tstamps: String,
}

/// A named text of a component or part.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "field")]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it says; None for nothing.
    #[field(positional)]
    pub value: Option<String>,
}

/// Named texts of a component or part.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "fields")]
pub struct Fields {
    /// The texts.
    #[field(repeated, token = "field")]
    pub fields: Vec<Field>,
}

/// A pin of a unit.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "pin")]
pub struct UnitPin {
    /// Its number.
    pub num: String,
}

/// Pins of a unit.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "pins")]
pub struct UnitPins {
    /// The pins.
    #[field(repeated, token = "pin")]
    pub pins: Vec<UnitPin>,
}

/// A unit of a component (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "unit")]
pub struct Unit {
    /// Its name, such as `A`.
    pub name: String,
    /// Its pins.
    #[field(default = "")]
    pub pins: UnitPins,
}

/// Units of a component (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "units")]
pub struct Units {
    /// The units.
    #[field(repeated, token = "unit")]
    pub units: Vec<Unit>,
}

/// Component classes of a component (KiCad 9 and later).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "component_classes")]
pub struct ComponentClasses {
    /// Their names.
    #[field(repeated, token = "class")]
    pub classes: Vec<String>,
}

/// How a component differs in a variant (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "variant")]
pub struct ComponentVariant {
    /// Name of the variant.
    pub name: String,
    /// Properties that differ.
    #[field(repeated, token = "property")]
    pub propertys: Vec<Property>,
    /// Named texts that differ.
    pub fields: Option<Fields>,
}

/// How a component differs in variants (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "variants")]
pub struct ComponentVariants {
    /// The variants.
    #[field(repeated, token = "variant")]
    pub variants: Vec<ComponentVariant>,
}

/// Pins that a part connects (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "group")]
pub struct JumperPinGroup {
    /// Their numbers.
    #[field(repeated, token = "pin")]
    pub pins: Vec<String>,
}

/// Groups of pins that a part connects (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "jumper_pin_groups")]
pub struct JumperPinGroups {
    /// The groups.
    #[field(repeated, token = "group")]
    pub groups: Vec<JumperPinGroup>,
}

/// A component.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "comp")]
pub struct Component {
    /// Reference, such as `R1`.
    #[field(order = 10)]
    pub r#ref: String,
    /// Value.
    #[field(absent = "", order = 20)]
    pub value: String,
    /// Footprint; KiCad leaves it out where there is none.
    #[field(default = "", order = 30)]
    pub footprint: String,
    /// Named texts.
    #[field(repeated, token = "property", order = 80)]
    pub propertys: Vec<Property>,
    /// Identities of its symbols.
    #[field(alias = "tstamp", order = 140)]
    pub tstamps: Vec<String>,
    /// Named texts of the symbol.
    #[field(order = 60)]
    pub fields: Option<Fields>,
    /// Its sheet.
    #[field(order = 120)]
    pub sheetpath: Option<Sheetpath>,
    /// Its symbol.
    #[field(order = 70)]
    pub libsource: Option<Libsource>,
    /// Data sheet.
    #[field(order = 40)]
    pub datasheet: Option<String>,
    /// What it is (KiCad 8 and later).
    #[field(order = 50)]
    pub description: Option<String>,
    /// Component classes (KiCad 9 and later).
    #[field(order = 130)]
    pub component_classes: Option<ComponentClasses>,
    /// Its units (KiCad 10).
    #[field(order = 150)]
    pub units: Option<Units>,
    /// How it differs in variants (KiCad 10).
    #[field(order = 90)]
    pub variants: Option<ComponentVariants>,
    /// `1` where pins of the same number count as connected (KiCad 10).
    #[field(order = 100)]
    pub duplicate_pin_numbers_are_jumpers: Option<String>,
    /// Groups of pins that the part connects (KiCad 10).
    #[field(order = 110)]
    pub jumper_pin_groups: Option<JumperPinGroups>,
}

/// All components.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "components")]
pub struct Components {
    /// The components.
    #[field(repeated, token = "comp")]
    pub comps: Vec<Component>,
}

/// A group of components (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "group")]
pub struct Group {
    /// Its name.
    pub name: Option<String>,
    /// Identity.
    pub uuid: Option<String>,
    /// Design block that it came from.
    pub lib_id: Option<String>,
    /// Its components.
    pub members: Option<GroupMembers>,
}

/// Members of a group.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "members")]
pub struct GroupMembers {
    /// The members.
    #[field(repeated, token = "member")]
    pub members: Vec<GroupMember>,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "member")]
pub struct GroupMember {
    /// Its identity.
    pub uuid: String,
}

/// All groups of components (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "groups")]
pub struct Groups {
    /// The groups.
    #[field(repeated, token = "group")]
    pub groups: Vec<Group>,
}

/// A variant of the design (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "variant")]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
}

/// All variants of the design (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "variants")]
pub struct Variants {
    /// The variants.
    #[field(repeated, token = "variant")]
    pub variants: Vec<Variant>,
}
