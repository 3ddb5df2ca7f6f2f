//! What ties plain Rust types to schemas.

use crate::{Arity, EnumSchema, Error, Field, Kind, Member, Object, Schema, Value};

/// A plain struct that a [`Schema`] describes. Implemented by `#[derive(Model)]`.
pub trait Model: Sized + 'static {
    /// Description of the struct.
    fn schema() -> &'static Schema;

    /// Reads an owned snapshot of an element and everything below it.
    ///
    /// # Errors
    /// The first value that does not fit its field.
    fn read(object: &Object) -> Result<Self, Error>;
}

/// A plain enum that an [`EnumSchema`] describes. Implemented by `#[derive(ModelEnum)]`.
pub trait ModelEnum: Copy + 'static {
    /// Description of the enum.
    fn schema() -> &'static EnumSchema;

    /// Variant that this member stands for.
    fn from_member(member: &'static Member) -> Option<Self>;

    /// Member that stands for this variant.
    fn member(self) -> &'static Member;
}

/// A type that a field of a model may have.
pub trait FieldType: Sized {
    /// What the value is.
    const KIND: Kind;
    /// How often it may stand in its place, where no default is given.
    const ARITY: Arity;
    /// Cannot be evaluated where structs may hold each other in circles, unless one of each circle says that it is
    /// [`recursive`](Schema::recursive): the compiler then reports a cycle.
    ///
    /// ```compile_fail,E0391
    /// use pyzig_model::Model;
    ///
    /// /// Holds others of its kind, and does not say so.
    /// #[derive(Model)]
    /// #[model(module = "sample")]
    /// pub struct Branch {
    ///     /// Smaller ones.
    ///     #[field(repeated, token = "branch")]
    ///     pub branches: Vec<Branch>,
    /// }
    /// ```
    const ENDS: ();

    /// Takes the value out of what was read from `field`.
    ///
    /// # Errors
    /// Where the value is of another kind.
    fn extract(value: Value<'_>, field: &'static Field) -> Result<Self, Error>;
}

impl FieldType for bool {
    const KIND: Kind = Kind::Bool;
    const ARITY: Arity = Arity::Required;
    const ENDS: () = ();

    fn extract(value: Value<'_>, field: &'static Field) -> Result<Self, Error> {
        match value {
            Value::Bool(truth) => Ok(truth),
            other => Err(Error::mismatch(field, &other)),
        }
    }
}

impl FieldType for f64 {
    const KIND: Kind = Kind::Float;
    const ARITY: Arity = Arity::Required;
    const ENDS: () = ();

    fn extract(value: Value<'_>, field: &'static Field) -> Result<Self, Error> {
        match value {
            Value::Float(number) => Ok(number),
            other => Err(Error::mismatch(field, &other)),
        }
    }
}

impl FieldType for i64 {
    const KIND: Kind = Kind::Int { min: i64::MIN, max: i64::MAX };
    const ARITY: Arity = Arity::Required;
    const ENDS: () = ();

    fn extract(value: Value<'_>, field: &'static Field) -> Result<Self, Error> {
        match value {
            Value::Int(number) => Ok(number),
            other => Err(Error::mismatch(field, &other)),
        }
    }
}

/// Whole numbers whose bounds an `i64` holds.
macro_rules! narrow_integers {
    ($($integer:ty),*) => {$(
        impl FieldType for $integer {
            const KIND: Kind = Kind::Int { min: <$integer>::MIN as i64, max: <$integer>::MAX as i64 };
            const ARITY: Arity = Arity::Required;
            const ENDS: () = ();

            fn extract(value: Value<'_>, field: &'static Field) -> Result<Self, Error> {
                if let Value::Int(number) = value
                    && let Ok(narrow) = Self::try_from(number)
                {
                    return Ok(narrow);
                }
                Err(Error::mismatch(field, &value))
            }
        }
    )*};
}

narrow_integers!(i32, u8, u16, u32);

impl FieldType for String {
    const KIND: Kind = Kind::Text;
    const ARITY: Arity = Arity::Required;
    const ENDS: () = ();

    fn extract(value: Value<'_>, field: &'static Field) -> Result<Self, Error> {
        match value {
            Value::Text(text) => Ok(text.into_owned()),
            other => Err(Error::mismatch(field, &other)),
        }
    }
}

impl<T: FieldType> FieldType for Option<T> {
    const KIND: Kind = T::KIND;
    const ARITY: Arity = Arity::Optional;
    const ENDS: () = T::ENDS;

    fn extract(value: Value<'_>, field: &'static Field) -> Result<Self, Error> {
        match value {
            Value::None => Ok(None),
            present => T::extract(present, field).map(Some),
        }
    }
}

impl<T: FieldType> FieldType for Vec<T> {
    const KIND: Kind = T::KIND;
    const ARITY: Arity = Arity::List;
    const ENDS: () = T::ENDS;

    fn extract(value: Value<'_>, field: &'static Field) -> Result<Self, Error> {
        match value {
            Value::None => Ok(Self::new()),
            Value::List(list) => list.snapshot()?.into_iter().map(|item| T::extract(item, field)).collect(),
            other => Err(Error::mismatch(field, &other)),
        }
    }
}
