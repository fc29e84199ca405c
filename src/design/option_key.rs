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

/// The choice at a position; the first where there is none.
pub(crate) fn option_at<T: OptionKey + crate::yaml::Blank>(position: usize) -> T {
    T::ALL.get(position).copied().unwrap_or_else(T::blank)
}

/// Whether it is the first choice.
pub(crate) fn is_first_option<T: OptionKey>(option: T) -> bool {
    T::ALL.first() == Some(&option)
}

/// Declares an enum as an [`OptionKey`], in documents by its key.
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

        impl $crate::yaml::Written for $name {
            fn write(&self) -> $crate::yaml::Tree {
                $crate::yaml::Tree::Text($crate::design::OptionKey::key(*self).to_owned())
            }
        }

        impl $crate::yaml::Form for $name {
            fn read(&mut self, node: &$crate::yaml::read::Node) -> Result<(), $crate::yaml::Misfit> {
                let position = $crate::yaml::read_word(node, <Self as $crate::design::OptionKey>::KEYS)?;
                *self = $crate::design::option_at(position);
                Ok(())
            }
            fn is_blank(&self) -> bool {
                $crate::design::is_first_option(*self)
            }
        }

        impl $crate::yaml::Blank for $name {
            fn blank() -> Self {
                [$(Self::$variant),+][0]
            }
        }

        impl $crate::yaml::Key for $name {
            fn key_text(&self) -> String {
                $crate::design::OptionKey::key(*self).to_owned()
            }
            fn from_key_text(text: &str) -> Result<Self, $crate::yaml::Misfit> {
                let known = <Self as $crate::design::OptionKey>::KEYS;
                $crate::yaml::word_among(text, known).map($crate::design::option_at)
            }
        }
    };
}
pub use option_keys;
