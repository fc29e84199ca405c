//! Addresses in a text.

use crate::order::Gather;

/// How an address is written, which says how sure it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// After a scheme: `http://cart`.
    Url,
    /// `cart:7070`.
    HostAndPort,
    /// `cart.shop.svc`.
    FullName,
    /// A name that is the whole value.
    Bare,
}

/// An address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) form: Form,
    pub(super) host: String,
    pub(super) port: Option<u16>,
    /// The port that its scheme implies.
    pub(super) usual_port: Option<u16>,
    pub(super) scheme: Option<String>,
    /// What the line within the text calls it; none for the text's own name.
    pub(super) name: Option<String>,
    /// Where in the text it stands, in bytes.
    pub(super) offset: usize,
}

/// The addresses in a text of that name, in order.
pub(super) fn addresses(name: &str, text: &str) -> Vec<Address> {
    let mut found = Vec::new();
    let several = text.trim_end().contains('\n');
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let shown = line.trim();
        if !["#", "//", ";"].iter().any(|comment| shown.starts_with(comment)) {
            let (inner, value) = if several { key_and_value(shown) } else { (None, shown) };
            let at = offset + line.find(value).unwrap_or(0);
            let named = inner.or((!several && !name.is_empty()).then_some(name));
            let before = found.len();
            in_line(line, offset, &mut found);
            if found.len() == before && named.is_some() {
                bare(value, at, &mut found);
            }
            for address in found.iter_mut().skip(before) {
                address.name = inner.map(str::to_owned);
            }
        }
        offset += line.len();
    }
    found
}

/// A line of a settings file: `redis.host = cart`, `host: "cart",`.
fn key_and_value(line: &str) -> (Option<&str>, &str) {
    let none = (None, line);
    let Some(at) = line.find(['=', ':']) else { return none };
    let (Some(key), Some(value)) = (line.get(..at), line.get(at + 1..)) else { return none };
    let trim = |text: &'_ str| -> (usize, usize) {
        let inner = text.trim_matches(|c: char| c.is_whitespace() || "\"',;-".contains(c));
        let start = text.find(inner).unwrap_or(0);
        (start, start + inner.len())
    };
    let (from, to) = trim(key);
    let key = key.get(from..to).unwrap_or_default();
    let (from, to) = trim(value);
    let value = value.get(from..to).unwrap_or_default();
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    if plain && !value.is_empty() { (Some(key), value) } else { none }
}

fn in_line(line: &str, offset: usize, found: &mut Vec<Address>) {
    let mut start = 0;
    while let Some(at) = line.get(start..).and_then(|rest| rest.find("://")).map(|at| start + at) {
        let scheme_start = line.get(..at).map_or(at, |before| {
            before.rfind(|c: char| !(c.is_ascii_alphanumeric() || "+.-".contains(c))).map_or(0, |last| {
                last + before.get(last..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
            })
        });
        runs(line.get(start..scheme_start).unwrap_or_default(), offset + start, found);
        let scheme = line.get(scheme_start..at).unwrap_or_default().to_ascii_lowercase();
        let rest = line.get(at + 3..).unwrap_or_default();
        let mut end = rest.find(|c: char| c.is_whitespace() || "/?#\"'`<>()[]{}|\\;".contains(c)).unwrap_or(rest.len());
        // The next of a list of addresses begins with its scheme: `http://a,http://b`.
        let hosts = rest.get(..end).unwrap_or_default();
        if let (true, Some(comma)) = (hosts.ends_with(':'), hosts.rfind(',')) {
            end = comma;
        }
        authority(rest.get(..end).unwrap_or_default(), &scheme, offset + at + 3, found);
        // The path and the query are no addresses of their own, but another may stand in them, as in a redirect. Only
        // as far as the next one is looked at: a line may be a megabyte of them.
        let path = rest.get(end..).unwrap_or_default();
        let next = path.find("://").unwrap_or(path.len());
        let before = path.get(..next).unwrap_or_default();
        let stop = before.find(|c: char| c.is_whitespace() || "\"'`<>|\\;,".contains(c));
        start = at + 3 + end + stop.unwrap_or(if next < path.len() { 1 } else { path.len() });
    }
    runs(line.get(start..).unwrap_or_default(), offset + start, found);
}

/// What stands between the scheme and the path: `user:pw@a:1,b:2`.
fn authority(text: &str, scheme: &str, offset: usize, found: &mut Vec<Address>) {
    if ["file", "unix", ""].contains(&scheme) {
        return;
    }
    let hosts = text.rsplit_once('@').map_or(text, |(_, hosts)| hosts);
    let mut at = offset + text.len() - hosts.len();
    for one in hosts.split(',') {
        let (host, port) = one.split_once(':').map_or((one, None), |(host, port)| (host, Some(port)));
        let number = port.and_then(|port| port.parse().ok());
        if is_host(host) && (port.is_none() || number.is_some()) {
            let usual_port = match scheme {
                "http" | "ws" => Some(80),
                "https" | "wss" => Some(443),
                _ => None,
            };
            let scheme = Some(scheme.to_owned());
            found.push(Address {
                form: Form::Url,
                host: host.to_owned(),
                port: number,
                usual_port,
                scheme,
                name: None,
                offset: at,
            });
        }
        at += one.len() + 1;
    }
}

fn is_host(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.')
        && text.chars().all(inner)
        && text.len() < 254
}

/// Hosts with a port, and full names, among other text.
fn runs(text: &str, offset: usize, found: &mut Vec<Address>) {
    let inner = |c: char| c.is_ascii_alphanumeric() || "-._:".contains(c);
    let mut at = 0;
    while let Some(begin) = text.get(at..).and_then(|rest| rest.find(inner)).map(|begin| at + begin) {
        let rest = text.get(begin..).unwrap_or_default();
        let end = begin + rest.find(|c: char| !inner(c)).unwrap_or(rest.len());
        let before = text.get(..begin).and_then(|before| before.chars().next_back());
        // After a slash it is part of a path or of an image's name; after a dollar the name of a variable.
        if !matches!(before, Some('/' | '\\' | '$')) {
            let run = text.get(begin..end).unwrap_or_default();
            let shown = run.trim_start_matches(['.', '-', ':']).trim_end_matches([':', '.', '-']);
            let start = begin + run.find(shown).unwrap_or(0);
            one_run(shown, offset + start, found);
        }
        at = end;
    }
}

fn one_run(run: &str, offset: usize, found: &mut Vec<Address>) {
    let address = |form, host: &str, port| Address {
        form,
        host: host.to_owned(),
        port,
        usual_port: None,
        scheme: None,
        name: None,
        offset,
    };
    let (host, port) = run.split_once(':').map_or((run, None), |(host, port)| (host, Some(port)));
    let number: Option<u16> = port.and_then(|port| port.parse().ok());
    if !is_host(host) || (port.is_some() && number.is_none_or(|port| port == 0)) {
        return;
    }
    let labels: Vec<&str> = host.split('.').gather();
    let full = labels.get(2) == Some(&"svc") || labels.get(3) == Some(&"svc");
    if full {
        found.push(address(Form::FullName, host, number));
    } else if number.is_some() {
        found.push(address(Form::HostAndPort, host, number));
    }
}

/// A value that is nothing but a name, or a list of names.
fn bare(value: &str, offset: usize, found: &mut Vec<Address>) {
    let mut at = offset;
    let mut names = Vec::new();
    for one in value.split(',') {
        let name = one.trim();
        if !is_host(name) || !name.chars().any(|c| c.is_ascii_alphabetic()) {
            return;
        }
        names.push(Address {
            form: Form::Bare,
            host: name.to_owned(),
            port: None,
            usual_port: None,
            scheme: None,
            name: None,
            offset: at + one.find(name).unwrap_or(0),
        });
        at += one.len() + 1;
    }
    found.append(&mut names);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &str, text: &str) -> Vec<String> {
        addresses(name, text)
            .into_iter()
            .map(|a| {
                assert!(text.get(a.offset..).unwrap().starts_with(&a.host), "{a:?}");
                let port = a.port.map(|port| format!(":{port}")).unwrap_or_default();
                let name = a.name.map(|name| format!(" ({name})")).unwrap_or_default();
                format!("{:?} {}{port}{name}", a.form, a.host)
            })
            .collect()
    }

    #[test]
    fn every_form_of_address_is_found() {
        let table: &[(&str, &[&str])] = &[
            ("cart:7070", &["HostAndPort cart:7070"]),
            ("http://reviews.default.svc.cluster.local:9080/", &["Url reviews.default.svc.cluster.local:9080"]),
            ("tcp://redis:6379", &["Url redis:6379"]),
            ("redis://:pw@redis:6379/0", &["Url redis:6379"]),
            ("postgres://u:p@db/shop?host=x:1", &["Url db"]),
            ("mongodb://u:p@a:27017,b:27017/x?replicaSet=r", &["Url a:27017", "Url b:27017"]),
            ("http://a:80,http://b:81", &["Url a:80", "Url b:81"]),
            ("k-0.k.ns.svc:9092, k-1.k.ns.svc:9092", &["FullName k-0.k.ns.svc:9092", "FullName k-1.k.ns.svc:9092"]),
            ("jdbc:postgresql://db:5432/shop", &["Url db:5432"]),
            ("user:pass@tcp(mysql:3306)/db", &["HostAndPort mysql:3306"]),
            ("user:pass@mysql:3306", &["HostAndPort mysql:3306"]),
            ("cart.shop.svc.cluster.local.", &["FullName cart.shop.svc.cluster.local"]),
            ("$(POD).kafka.ns.svc:1", &["FullName kafka.ns.svc:1"]),
            ("wait-for db:5432 -- run", &["HostAndPort db:5432"]),
            ("--spring.data=cache:6379", &["HostAndPort cache:6379"]),
            ("é http://ü.x http://cart/é", &["Url cart"]),
            ("redis-cart", &["Bare redis-cart"]),
            ("a, b", &["Bare a", "Bare b"]),
        ];
        for (text, found) in table {
            assert_eq!(shown("X", text), *found, "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_not_found() {
        for text in [
            "",
            "8080",
            "12:30:45",
            "redis:7-alpine",
            "docker.io/library/redis:6379",
            "a b",
            "${HOST}:80",
            "unix:///run/x",
            "file:///etc/x:80",
            "[::1]:80",
            ":8080",
            "cart:70700",
            "cart:0",
            "{\"a\": 1}",
            "/redis:6379",
            "# http://x",
        ] {
            let found = shown("X", text);
            assert!(found.iter().all(|f| f.starts_with("Bare")), "{text}: {found:?}");
        }
        assert_eq!(shown("", "redis"), Vec::<String>::new());
    }

    #[test]
    fn settings_files_name_their_values() {
        let text = "# host: nobody\nredis.host=cart\n  \"host\": \"db\",\nserver app1:3000;\nproxy_pass http://app2;\nname: x y\n";
        assert_eq!(
            shown("app.properties", text),
            ["Bare cart (redis.host)", "Bare db (host)", "HostAndPort app1:3000", "Url app2",]
        );
    }
}
