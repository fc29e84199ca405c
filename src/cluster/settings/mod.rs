//! The settings of a cluster's components. A settings file or a line of flags and a version of Kubernetes come in; what is
//! wrong with it, why, and what to write instead come out. The idea: what a component takes in which version is a table
//! (`assets/cluster/settings/`), read by one walk over any file; what no table can say stands in short rules for each
//! component. What is written for a design asks the same tables.

mod amount;
mod check;
mod finding;
mod gate;
mod kind;
mod minor;
mod plan;
mod rules;
mod table;

pub use check::{Checked, check, check_bytes};
pub use finding::SettingFinding;
pub use gate::{Gate, GateStage};
pub use kind::Type;
pub use minor::{Minor, MinorError};
pub use plan::{Advice, ControlPlane, NodesFrom, PoolPlan, SettingRow, SettingsPlan, Upgrade};
pub use table::{Field, Kind, Since, Source, Tables};
