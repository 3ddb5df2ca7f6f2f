//! Netlists: `.net`.

mod component;
mod design;
mod net;
mod part;

use pyzig_model::ModuleSchema;

pub use component::{
    Component, ComponentClasses, ComponentVariant, ComponentVariants, Components, Field, Fields, Group,
    GroupMember, GroupMembers, Groups, JumperPinGroup, JumperPinGroups, Libsource, Property, Sheetpath, Unit,
    UnitPin, UnitPins, Units, Variant, Variants,
};
pub use design::{Comment, Design, Netlist, NetlistFile, Sheet, Textvar, TitleBlock};
pub use net::{Net, Nets, Node};
pub use part::{Aliases, Footprints, Fp, Libpart, Libparts, Libraries, Library, Pin, Pins};

/// Netlists: `.net`.
pub static MODULE: ModuleSchema = pyzig_model::module! {
    name: "netlist",
    doc: "Netlists: `.net`.",
    file: NetlistFile,
    structs: [
        Property,
        Libsource,
        Sheetpath,
        Field,
        Fields,
        Component,
        Components,
        Node,
        Net,
        Nets,
        Comment,
        TitleBlock,
        Sheet,
        Design,
        Fp,
        Footprints,
        Pin,
        Pins,
        Libpart,
        Libparts,
        Libraries,
        Netlist,
        NetlistFile,
        UnitPin,
        UnitPins,
        Unit,
        Units,
        ComponentClasses,
        ComponentVariant,
        ComponentVariants,
        JumperPinGroup,
        JumperPinGroups,
        Group,
        GroupMembers,
        GroupMember,
        Groups,
        Variant,
        Variants,
        Aliases,
        Library,
        Textvar,
    ],
    enums: [
    ],
};
