//! Conversions between JSON and the types of the SDK.

use aws_sdk_appmesh::error::BuildError;
use aws_sdk_appmesh::primitives::DateTime;
pub use serde_json::{json, Map, Value};

/// A type that can be read from JSON and written as JSON.
pub trait Json: Sized {
    fn read(value: &Value) -> Result<Self, String>;
    fn write(&self) -> Value;
}

impl Json for String {
    fn read(value: &Value) -> Result<Self, String> {
        value.as_str().map(str::to_string).ok_or(format!("{value} is not a string"))
    }
    fn write(&self) -> Value {
        json!(self)
    }
}

impl Json for bool {
    fn read(value: &Value) -> Result<Self, String> {
        value.as_bool().ok_or(format!("{value} is not a boolean"))
    }
    fn write(&self) -> Value {
        json!(self)
    }
}

impl Json for i32 {
    fn read(value: &Value) -> Result<Self, String> {
        i64::read(value)?.try_into().map_err(|_| format!("{value} is too large"))
    }
    fn write(&self) -> Value {
        json!(self)
    }
}

impl Json for i64 {
    fn read(value: &Value) -> Result<Self, String> {
        value.as_i64().ok_or(format!("{value} is not an integer"))
    }
    fn write(&self) -> Value {
        json!(self)
    }
}

impl Json for DateTime {
    fn read(_: &Value) -> Result<Self, String> {
        Err("no input has a time".into())
    }
    fn write(&self) -> Value {
        json!(self.as_secs_f64())
    }
}

impl<T: Json> Json for Vec<T> {
    fn read(value: &Value) -> Result<Self, String> {
        value.as_array().ok_or(format!("{value} is not a list"))?.iter().map(T::read).collect()
    }
    fn write(&self) -> Value {
        self.iter().map(T::write).collect()
    }
}

impl<T: Json> Json for Option<T> {
    fn read(value: &Value) -> Result<Self, String> {
        T::read(value).map(Some)
    }
    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::write)
    }
}

/// Reads a member of an object.
pub fn member<T: Json>(value: &Value, name: &str) -> Result<Option<T>, String> {
    value.get(name).map(T::read).transpose()
}

/// Returns an error if the object has a member that is not in the list.
pub fn check_members(value: &Value, names: &[&str]) -> Result<(), String> {
    let object = value.as_object().ok_or(format!("{value} is not an object"))?;
    match object.keys().find(|name| !names.contains(&name.as_str())) {
        Some(name) => Err(format!("unknown member {name}")),
        None => Ok(()),
    }
}

/// Returns an object of the members that are not null.
pub fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let set = members.into_iter().filter(|(_, value)| !value.is_null());
    set.map(|(name, value)| (name.to_string(), value)).collect::<Map<_, _>>().into()
}

/// The result of a builder, which is a Result only where the type has required members.
pub trait Built<T> {
    fn built(self) -> Result<T, String>;
}

impl<T> Built<T> for T {
    fn built(self) -> Result<T, String> {
        Ok(self)
    }
}

impl<T> Built<T> for Result<T, BuildError> {
    fn built(self) -> Result<T, String> {
        self.map_err(|e| e.to_string())
    }
}

#[macro_export]
macro_rules! structure {
    ($type:ty { $($field:ident $setter:ident $name:literal),* }) => {
        impl Json for $type {
            fn read(value: &Value) -> Result<Self, String> {
                check_members(value, &[$($name),*])?;
                let builder = <$type>::builder()$(.$setter(member(value, $name)?))*;
                builder.build().built()
            }
            fn write(&self) -> Value {
                object([$(($name, self.$field.write())),*])
            }
        }
    };
}

#[macro_export]
macro_rules! union {
    ($type:ty { $($variant:ident $name:literal),* }) => {
        impl Json for $type {
            fn read(value: &Value) -> Result<Self, String> {
                check_members(value, &[$($name),*])?;
                $(if let Some(variant) = member(value, $name)? {
                    return Ok(Self::$variant(variant));
                })*
                Err(format!("{value} has no member"))
            }
            fn write(&self) -> Value {
                match self {
                    $(Self::$variant(value) => json!({ $name: value.write() }),)*
                    _ => json!({ "$unknown": true }),
                }
            }
        }
    };
}

#[macro_export]
macro_rules! enumeration {
    ($type:ty) => {
        impl Json for $type {
            fn read(value: &Value) -> Result<Self, String> {
                String::read(value).map(|text| Self::from(text.as_str()))
            }
            fn write(&self) -> Value {
                json!(self.as_str())
            }
        }
    };
}
