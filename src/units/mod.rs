//! Exact quantities. Text a person or a manifest wrote comes in; integers with a meaning go out, and one
//! printed form goes back. The idea: a number that decides something is an integer whose type says what it
//! counts, so nothing is rounded by accident and native and wasm agree to the last bit.

mod bytes;
mod int_or_percent;
mod milli_cpu;
mod millis;
mod money;
mod quantity;
mod rate;
mod words;

pub use bytes::Bytes;
pub use int_or_percent::IntOrPercent;
pub use milli_cpu::MilliCpu;
pub use millis::Millis;
pub use money::Money;
pub use quantity::{Quantity, QuantityError};
pub use rate::Rate;
pub use words::{grouped, list};

/// Writes `Serialize` and `Deserialize` for a unit as its printed form; reading takes text or a bare number.
macro_rules! unit_as_text {
    ($unit:ty, $expected:literal) => {
        impl serde::Serialize for $unit {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $unit {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;
                impl serde::de::Visitor<'_> for Text {
                    type Value = $unit;
                    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                        f.write_str($expected)
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$unit, E> {
                        text.parse().map_err(E::custom)
                    }
                    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<$unit, E> {
                        self.visit_str(&number.to_string())
                    }
                    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<$unit, E> {
                        self.visit_str(&number.to_string())
                    }
                    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<$unit, E> {
                        self.visit_str(&number.to_string())
                    }
                }
                deserializer.deserialize_any(Text)
            }
        }
    };
}
pub(crate) use unit_as_text;
