//! Health checks of a Compose service.

use super::amount::seconds;
use crate::design::{Probe, ProbeAction};
use crate::import::field::Field;
use crate::import::report::ReportLevel;
use crate::order::Gather;

/// What Compose assumes where nothing is said: 30 seconds between checks and until one counts as failed.
const PERIOD: u32 = 30;

/// The readiness probe that a health check is: Compose too keeps an unhealthy container running. A check that lies in
/// a folder that no node has would fail for ever, so it is none.
pub(super) fn readiness(field: Field<'_>, lost: &[String]) -> Option<Probe> {
    let disabled = field.flag("disable").unwrap_or_default();
    let duration = |key: &str| {
        let part = field.get(key)?;
        let read = part.node.text().and_then(seconds);
        if read.is_none() {
            part.say(ReportLevel::LeftOut, format!("`{key}` is no duration, so it is left out."), "Write it as 30s.");
        }
        read
    };
    let (interval, timeout, start) = (duration("interval"), duration("timeout"), duration("start_period"));
    field.skip("start_interval");
    let retries: Option<u32> = field.number("retries");
    let command = command(field)?;
    if disabled {
        return None;
    }
    let names_lost = |folder: &&String| command.iter().any(|word| word.contains(folder.as_str()));
    if let Some(folder) = lost.iter().find(names_lost) {
        field.say(
            ReportLevel::LeftOut,
            format!("The health check uses {folder}, which comes from a folder of the project, so it is left out."),
            "Build the check into the image and add a readiness probe.",
        );
        return None;
    }
    let waits = if start.is_some() { ", and `start_period` is not needed for it" } else { "" };
    field.say(
        ReportLevel::Assumed,
        format!("The health check is read as a readiness probe{waits}."),
        "Add a liveness probe if a restart would cure a failure.",
    );
    Some(Probe {
        action: ProbeAction::Exec { command },
        initial_delay_seconds: None,
        period_seconds: Some(interval.unwrap_or(PERIOD).max(1)).filter(|period| *period != 10),
        timeout_seconds: Some(timeout.unwrap_or(PERIOD).max(1)).filter(|timeout| *timeout != 1),
        failure_threshold: retries.filter(|retries| *retries != 3 && *retries > 0),
        success_threshold: None,
    })
}

fn command(field: Field<'_>) -> Option<Vec<String>> {
    let test = field.get("test")?;
    let shell = |line: &str| vec!["/bin/sh".to_owned(), "-c".to_owned(), line.to_owned()];
    if let Some(line) = test.node.text() {
        return Some(shell(line));
    }
    let words: Vec<&str> = test.node.items().iter().filter_map(|item| item.text()).gather();
    match words.split_first()? {
        (&"CMD", rest) => Some(rest.iter().map(|word| (*word).to_owned()).gather()),
        (&"CMD-SHELL", rest) => Some(shell(&rest.join(" "))),
        _ => None,
    }
}
