//! Files inside a document.

use pyzig_model::{Model, ModelEnum};

/// What an embedded file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_embedded_file_type")]
pub enum EmbeddedFileType {
    /// Anything.
    Other,
    /// A 3D model.
    Model,
    /// A font.
    Font,
    /// A data sheet.
    Datasheet,
    /// A drawing sheet.
    Worksheet,
}

/// A file inside a document (KiCad 9 and later).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "file")]
pub struct EmbeddedFile {
    /// Its name.
    pub name: String,
    /// What it is.
    pub r#type: EmbeddedFileType,
    /// Its content, compressed and in base 64. Bars stand around it: the first piece starts and the last
    /// one ends with `|`.
    #[field(bare)]
    pub data: Vec<String>,
    /// Checksum of its content.
    pub checksum: Option<String>,
}

/// Files inside a document (KiCad 9 and later).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "embedded_files")]
pub struct EmbeddedFiles {
    /// The files.
    #[field(repeated, token = "file")]
    pub files: Vec<EmbeddedFile>,
}
