//! What the words of `simulate` ask for.

use super::arguments::{From, Words, from};
use super::failure::Failure;
use std::path::PathBuf;

/// What is to be simulated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Simulation {
    /// Files with nodes.
    pub(crate) nodes: Vec<From>,
    /// Files and folders with workloads.
    pub(crate) workloads: Vec<From>,
    /// The scheduler's configuration.
    pub(crate) config: Option<PathBuf>,
    /// A zone that goes away once all is placed.
    pub(crate) lose_zone: Option<String>,
    /// Something else that happens then.
    pub(crate) what_if: Option<WhatIf>,
    /// Several profiles are compared, too.
    pub(crate) compare: bool,
    /// After so many seconds it stops and says how far it came.
    pub(crate) stop_after: Option<u64>,
    /// The scheduler's version; otherwise the newest node's.
    pub(crate) version: Option<String>,
    /// Casts lots among equal nodes.
    pub(crate) seed: u64,
    /// Everything, for programs.
    pub(crate) json: bool,
}

/// What happens once all is placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WhatIf {
    /// Nodes are lost, by name.
    LoseNodes(Vec<String>),
    /// So many nodes are lost that cost most.
    LoseWorst(usize),
    /// Nodes are drained, by name.
    Drain(Vec<String>),
    /// All nodes are replaced, with so many more for the time.
    Upgrade(usize),
    /// Every workload rolls out.
    Rollout,
    /// Every HorizontalPodAutoscaler goes to its maximum.
    AutoscalersToMost,
    /// Traffic grows to so many per cent.
    Traffic(i64),
    /// So many moments in which nodes and zones fail at random.
    Failures(u64),
}

/// The options of a simulation; further words are workloads, too.
pub(crate) fn simulation(words: &mut Words) -> Result<Simulation, Failure> {
    let nodes = words.values("nodes")?;
    let mut workloads = words.values("workloads")?;
    workloads.extend(words.plain.drain(..).map(from));
    if nodes.is_empty() || workloads.is_empty() {
        return Err(Failure::Usage("simulate takes --nodes with a file and --workloads with files or folders".into()));
    }
    let seed = match words.value("seed")? {
        None => 1,
        Some(seed) => {
            seed.parse().map_err(|_| Failure::Usage(format!("--seed takes a whole number from 0, not “{seed}”")))?
        }
    };
    let (lose_zone, what_if) = (words.value("lose-zone")?, what_if(words)?);
    if lose_zone.is_some() && what_if.is_some() {
        return Err(Failure::Usage(ONE_AT_A_TIME.to_owned()));
    }
    Ok(Simulation {
        nodes,
        workloads,
        config: words.value("config")?.map(PathBuf::from),
        lose_zone,
        what_if,
        compare: words.flag("compare")?,
        stop_after: words.number("stop-after")?,
        version: words.value("version")?,
        seed,
        json: words.flag("json")?,
    })
}

const ONE_AT_A_TIME: &str = "simulate shows one what-if at a time";

/// The what-if that was named, if any.
fn what_if(words: &mut Words) -> Result<Option<WhatIf>, Failure> {
    let mut found = Vec::new();
    let names = |said: &str| said.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    if let Some(said) = words.value("lose-nodes")? {
        found.push(match said.parse() {
            Ok(number) => WhatIf::LoseWorst(number),
            Err(_) => WhatIf::LoseNodes(names(&said)),
        });
    }
    if let Some(said) = words.value("drain")? {
        found.push(WhatIf::Drain(names(&said)));
    }
    if let Some(surge) = words.number("upgrade")? {
        found.push(WhatIf::Upgrade(usize::try_from(surge).unwrap_or(usize::MAX)));
    }
    if words.flag("rollout")? {
        found.push(WhatIf::Rollout);
    }
    if words.flag("hpa-max")? {
        found.push(WhatIf::AutoscalersToMost);
    }
    if let Some(percent) = words.number("traffic")? {
        found.push(WhatIf::Traffic(i64::try_from(percent).unwrap_or(i64::MAX)));
    }
    if let Some(moments) = words.number("failures")? {
        found.push(WhatIf::Failures(moments));
    }
    match found.len() {
        0 | 1 => Ok(found.pop()),
        _ => Err(Failure::Usage(ONE_AT_A_TIME.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::arguments::{Command, parse};
    use super::*;
    use std::ffi::OsString;

    #[test]
    fn reads_every_what_if() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        for (line, expected) in [
            ("--lose-nodes a,b", WhatIf::LoseNodes(names(&["a", "b"]))),
            ("--lose-nodes 3", WhatIf::LoseWorst(3)),
            ("--drain a", WhatIf::Drain(names(&["a"]))),
            ("--upgrade 2", WhatIf::Upgrade(2)),
            ("--rollout", WhatIf::Rollout),
            ("--hpa-max", WhatIf::AutoscalersToMost),
            ("--traffic=200%", WhatIf::Traffic(200)),
            ("--failures 1000 --seed 4", WhatIf::Failures(1000)),
        ] {
            let words = format!("simulate --nodes n --workloads w {line}");
            match parse(words.split_whitespace().map(OsString::from)) {
                Ok(Command::Simulate(simulation)) => assert_eq!(simulation.what_if, Some(expected), "{line}"),
                other => panic!("{line}: {:?}", other.is_ok()),
            }
        }
    }
}
