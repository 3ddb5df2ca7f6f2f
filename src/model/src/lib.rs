//! Typed views of S-expression documents, described by schemas.
//!
//! A struct that derives [`Model`] is described by a [`Schema`]; an [`Object`] is a live view of one list of a
//! document through such a schema. Reading decodes from the text at the moment of the call, writing changes
//! that value in the document and nothing else.
#![forbid(unsafe_code)]

extern crate self as pyzig_model;

mod atoms;
mod compare;
mod convert;
mod decode;
#[doc(hidden)]
pub mod derived;
mod describe;
mod draft;
mod elements;
mod encode;
mod error;
mod file;
mod inspect;
mod list;
mod module;
mod object;
mod plain;
mod rebuild;
mod schema;
mod value;
mod write;

pub use convert::{FieldType, Model, ModelEnum};
pub use draft::Draft;
pub use error::{Category, Error, ErrorKind};
pub use file::{dump, dump_pieces, is_unchanged_file, load};
pub use inspect::{Problem, UnknownToken};
pub use list::{List, Objects};
pub use object::Object;
pub use pyzig_model_derive::{Model, ModelEnum};
pub use schema::{Arity, EnumSchema, Field, Kind, Member, ModuleSchema, Place, Schema, Seat, Shape, Switch};
pub use value::{Input, Value};
