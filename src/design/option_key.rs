//! Closed lists of answers, each with a stable key and a stable number.

/// A closed list of choices. Its key stands in the design file, its position (from 0) in the link: both are for ever,
/// so a new choice goes to the end.
pub trait OptionKey: Copy + Ord + 'static {
    /// Every choice, in the order of its numbers.
    const ALL: &'static [Self];
    /// The keys, in the same order.
    const KEYS: &'static [&'static str];
    /// The key in the design file.
    fn key(self) -> &'static str;
    /// The choice with that key.
    fn from_key(key: &str) -> Option<Self> {
        let position = Self::KEYS.iter().position(|k| *k == key)?;
        Self::ALL.get(position).copied()
    }
}

/// Declares an enum as an [`OptionKey`] with serde by key.
#[macro_export]
macro_rules! option_keys {
    ($(#[$doc:meta])* $vis:vis enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        $vis enum $name {
            $($(#[$vdoc])* #[serde(rename = $key)] $variant),+
        }

        impl $crate::design::OptionKey for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            const KEYS: &'static [&'static str] = &[$($key),+];
            fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }
        }
    };
}
pub use option_keys;
