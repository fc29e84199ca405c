//! Amounts: as they print, or as a bare number.

use super::super::read::Node;
use super::super::{Decimal, Tree};
use super::{Blank, Form, Misfit, Written, printed_form, read_text};
use crate::units::{Bytes, IntOrPercent, MilliCpu, Millis, Rate};

printed_form!(
    MilliCpu = Self(0), takes "an amount of CPU such as 250m or 2";
    Bytes = Self(0), takes "an amount of memory such as 128Mi or 1.5Gi";
    Rate = Self::default(), takes "a number of events a second such as 120 or 0.5";
    Millis = Self(0), takes "a duration such as 250ms, 5s or 1h";
);

impl Written for IntOrPercent {
    fn write(&self) -> Tree {
        match self {
            Self::Count(count) => Tree::Integer((*count).into()),
            Self::Percent(_) => Tree::Text(self.to_string()),
        }
    }
}

impl Form for IntOrPercent {
    fn read(&mut self, node: &Node) -> Result<(), Misfit> {
        let takes = "a number such as 2, or a share such as 25%";
        *self = read_text(node, takes)?.parse().map_err(|_| Misfit::kind(node, takes))?;
        Ok(())
    }
    fn is_blank(&self) -> bool {
        *self == Self::blank()
    }
}

impl Blank for IntOrPercent {
    fn blank() -> Self {
        Self::Count(0)
    }
}

impl Written for Decimal {
    fn write(&self) -> Tree {
        Tree::Decimal(self.to_string())
    }
}
