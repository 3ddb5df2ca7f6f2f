//! KiCad file formats as typed models.
