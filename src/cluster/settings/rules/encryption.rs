//! Encryption of what is stored: the first provider writes, and keys have their length. No key is ever repeated.

use super::{SettingFinding, Sheet, View};
use crate::cluster::settings::Minor;
use crate::yaml::read::{Entry, Node};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub(super) fn document(sheet: &mut Sheet, root: &Node) {
    let view = View { root };
    let resources = view.items("resources");
    let source = sheet.tables.source_of_rule("encryption.providers").to_owned();
    if resources.is_empty() {
        sheet.say(
            SettingFinding::error(root.at.line, "resources", "Nothing is named that is to be encrypted.")
                .fix("Write resources: [secrets] with its providers.")
                .source(&source),
        );
    }
    for (place, group) in resources.iter().enumerate() {
        let at = format!("resources[{place}]");
        let providers = group.get("providers").map(Node::items).unwrap_or_default();
        for needed in ["resources", "providers"] {
            if group.get(needed).map(Node::items).unwrap_or_default().is_empty() {
                sheet.say(
                    SettingFinding::error(group.at.line, format!("{at}.{needed}"), format!("{needed} is empty."))
                        .why("kube-apiserver will not start.")
                        .source(&source),
                );
            }
        }
        let first = providers.first().and_then(|provider| provider.entries().first());
        if let Some(first) = first.filter(|first| first.key == "identity") {
            sheet.say(
                SettingFinding::warning(
                    first.key_at.line,
                    format!("{at}.providers[0]"),
                    "The first provider is identity, so everything is stored in plain form.",
                )
                .why("The first provider encrypts what is written; the others only read.")
                .fix("Put kms or secretbox first, and identity last while old data is read.")
                .source(&source),
            );
        }
        for (number, provider) in providers.iter().enumerate() {
            let at = format!("{at}.providers[{number}]");
            if provider.entries().len() > 1 {
                sheet.say(
                    SettingFinding::error(provider.at.line, &at, "Here stand several providers in one entry.")
                        .why("kube-apiserver takes one in each, in the order they are tried.")
                        .fix("Give each its own entry.")
                        .source(&source),
                );
            }
            for entry in provider.entries() {
                provider_of(sheet, entry, &format!("{at}.{}", entry.key));
            }
        }
    }
}

fn provider_of(sheet: &mut Sheet, entry: &Entry, at: &str) {
    match entry.key.as_str() {
        "kms" => kms(sheet, entry, at),
        "secretbox" | "aescbc" | "aesgcm" => keys(sheet, entry, at),
        _ => {}
    }
}

fn kms(sheet: &mut Sheet, entry: &Entry, at: &str) {
    let line = entry.key_at.line;
    let own = |key| entry.value.get(key).and_then(Node::text).unwrap_or_default();
    let since = u16::try_from(sheet.tables.number("encryption.kms-v1-off-since")).unwrap_or(u16::MAX);
    let source = sheet.tables.source_of_rule("encryption.kms-v1-off-since").to_owned();
    if own("apiVersion") != "v2" && sheet.version >= Minor(since) {
        sheet.say(
            SettingFinding::error(line, at, "This is KMS v1, which is off by itself since 1.29.")
                .why("kube-apiserver refuses the file unless the deprecated gate KMSv1 is on.")
                .fix("Write apiVersion: v2, with a plug-in that speaks it.")
                .source(&source),
        );
    } else if entry.value.get("cachesize").is_some() {
        sheet.say(
            SettingFinding::error(line, format!("{at}.cachesize"), "KMS v2 takes no cachesize.")
                .fix("Remove it.")
                .source(&source),
        );
    }
    for needed in ["name", "endpoint"] {
        if own(needed).is_empty() {
            sheet.say(
                SettingFinding::error(line, format!("{at}.{needed}"), format!("{needed} is missing.")).source(&source),
            );
        }
    }
    if !own("endpoint").is_empty() && !own("endpoint").starts_with("unix:///") {
        sheet.say(
            SettingFinding::error(line, format!("{at}.endpoint"), "The endpoint must be a socket on this machine.")
                .fix("Write unix:///run/kms/socket.sock, say.")
                .source(&source),
        );
    }
}

fn keys(sheet: &mut Sheet, entry: &Entry, at: &str) {
    let exact = usize::try_from(sheet.tables.number("encryption.secretbox-bytes")).unwrap_or(0);
    let source = sheet.tables.source_of_rule("encryption.secretbox-bytes").to_owned();
    let keys = entry.value.get("keys").map(Node::items).unwrap_or_default();
    if keys.is_empty() {
        sheet.say(SettingFinding::error(entry.key_at.line, format!("{at}.keys"), "There is no key.").source(&source));
    }
    let lengths: &[usize] = if entry.key == "secretbox" { &[exact] } else { &[16, 24, exact] };
    for (place, key) in keys.iter().enumerate() {
        let secret = key.get("secret").and_then(Node::text).unwrap_or_default();
        let bytes = STANDARD.decode(secret).ok();
        if bytes.as_ref().is_none_or(|bytes| !lengths.contains(&bytes.len())) {
            let found = bytes.map_or_else(|| "no base64".to_owned(), |bytes| format!("{} bytes", bytes.len()));
            sheet.say(
                SettingFinding::error(
                    key.at.line,
                    format!("{at}.keys[{place}].secret"),
                    format!("The key is {found}; {} takes {exact} bytes in base64.", entry.key),
                )
                .why("kube-apiserver will not start.")
                .fix(format!("Make one: head -c {exact} /dev/urandom | base64"))
                .source(&source),
            );
        }
    }
    if entry.key == "aesgcm" {
        sheet.say(
            SettingFinding::warning(entry.key_at.line, at, "An aesgcm key must be changed every 200,000 writes.")
                .why("Beyond that what it wrote can be read by others.")
                .fix("Use kms v2 or secretbox, unless something changes the key by itself.")
                .source(&source),
        );
    }
}
