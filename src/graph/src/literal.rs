//! Values of attributes.

use lean_string::LeanString;

/// Text of names and values: texts of up to 16 bytes need no allocation, and copies of longer ones share it.
pub type Text = LeanString;

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// A truth value.
    Bool(bool),
    /// A signed integer.
    Int(i64),
    /// An unsigned integer.
    Uint(u64),
    /// A floating point number.
    Float(f64),
    /// A text.
    Text(Text),
}

impl Literal {
    /// The truth value, if this is one.
    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The integer, signed or unsigned, if this is one that fits.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            Self::Uint(value) => i64::try_from(*value).ok(),
            _ => None,
        }
    }

    /// The integer, signed or unsigned, if this is one that is not negative.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Int(value) => u64::try_from(*value).ok(),
            Self::Uint(value) => Some(*value),
            _ => None,
        }
    }

    /// The floating point number, if this is one. Integers are not converted.
    pub const fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Float(value) => Some(*value),
            _ => None,
        }
    }

    /// The text, if this is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(value) => Some(value),
            _ => None,
        }
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident),* $(,)?) => {
        $(impl From<$type> for Literal {
            fn from(value: $type) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

from! {
    bool => Bool,
    i64 => Int,
    i32 => Int,
    u64 => Uint,
    u32 => Uint,
    u16 => Uint,
    u8 => Uint,
    f64 => Float,
    &str => Text,
    String => Text,
    Text => Text,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_takes_two_words() {
        assert_eq!(size_of::<Literal>(), 16);
    }

    #[test]
    fn integers_convert_only_when_they_fit() {
        assert_eq!(Literal::from(-1_i64).as_u64(), None);
        assert_eq!(Literal::from(u64::MAX).as_i64(), None);
        assert_eq!(Literal::from(7_u8).as_i64(), Some(7));
        assert_eq!(Literal::from(7_i64).as_f64(), None);
        assert_eq!(Literal::from("a").as_text(), Some("a"));
        assert_eq!(Literal::from(true).as_bool(), Some(true));
    }
}
