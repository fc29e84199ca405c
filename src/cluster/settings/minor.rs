//! A minor version of Kubernetes.

use std::fmt;
use thiserror::Error;

/// A minor version of Kubernetes 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minor(pub u16);

/// A text that is no version of Kubernetes.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("“{0}” is no version of Kubernetes; write 1.36")]
pub struct MinorError(pub String);

impl std::str::FromStr for Minor {
    type Err = MinorError;

    /// Reads `1.36`, `v1.36` or `v1.36.2`.
    fn from_str(text: &str) -> Result<Self, MinorError> {
        let bare = text.trim();
        let bare = bare.strip_prefix('v').unwrap_or(bare);
        let mut parts = bare.split('.');
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some("1"), Some(minor), patch, None) if digits(minor) && patch.is_none_or(is_patch) => {
                minor.parse().map(Self).map_err(|_| MinorError(text.to_owned()))
            }
            _ => Err(MinorError(text.to_owned())),
        }
    }
}

/// A patch number, with what distributions put behind it: `2`, `3-gke.100`, `1+k3s1`.
fn is_patch(text: &str) -> bool {
    text.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
}

impl fmt::Display for Minor {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "1.{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_people_write_them() {
        for (text, minor) in [("1.36", 36), ("v1.36", 36), ("v1.35.8", 35), (" 1.9 ", 9), ("v1.33.2+k3s1", 33)] {
            assert_eq!(text.parse(), Ok(Minor(minor)), "{text}");
        }
        for text in ["", "1", "2.0", "1.x", "latest", "1.36.", "1.36.2.4", "1.99999"] {
            assert!(text.parse::<Minor>().is_err(), "{text}");
        }
        assert!(Minor(9) < Minor(36));
    }
}
