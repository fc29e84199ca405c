//! A request as a person types it.

use crate::order::Gather;
use thiserror::Error;

/// Why a text is no request.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RequestError {
    /// No host.
    #[error("a request is a method and a host with a path, such as “GET shop.example.com/cart?id=1”, not “{0}”")]
    Form(String),
    /// A port that is none.
    #[error("“{0}” is no port; write a number from 1 to 65535 behind the host")]
    Port(String),
    /// A header without a colon.
    #[error("a header is a name and a value, such as “x-user: anna”, not “{0}”")]
    Header(String),
    /// A caller that is not said in full.
    #[error("a caller is a namespace and a workload, such as “shop/web”, not “{0}”")]
    From(String),
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request {
    /// GET, POST.
    pub method: String,
    /// http or https; empty where nothing is said.
    pub scheme: String,
    /// The host without its port.
    pub host: String,
    /// The port, where it is said.
    pub port: Option<u16>,
    /// The path without the query.
    pub path: String,
    /// The query's parameters.
    pub query: Vec<(String, String)>,
    /// Headers, their names in small letters.
    pub headers: Vec<(String, String)>,
    /// Namespace and name of the caller; none for somebody outside, who comes through a gateway.
    pub from: Option<(String, String)>,
}

impl Request {
    /// Reads `GET https://host:port/path?query`; without a method it is GET.
    pub fn read(text: &str) -> Result<Self, RequestError> {
        let wrong = || RequestError::Form(text.to_owned());
        let mut words = text.split_whitespace();
        let (method, rest) = match (words.next(), words.next(), words.next()) {
            (Some(rest), None, None) => ("GET", rest),
            (Some(method), Some(rest), None) => (method, rest),
            _ => return Err(wrong()),
        };
        let (scheme, rest) = rest.split_once("://").unwrap_or(("", rest));
        let at = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(at);
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) => {
                let number = port.parse().ok().filter(|number: &u16| *number > 0);
                (host, Some(number.ok_or_else(|| RequestError::Port(port.to_owned()))?))
            }
            None => (authority, None),
        };
        if host.is_empty() || !method.chars().all(|c| c.is_ascii_alphabetic() || c == '-') {
            return Err(wrong());
        }
        let path = path.split('#').next().unwrap_or_default();
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let pair = |one: &str| {
            let (key, value) = one.split_once('=').unwrap_or((one, ""));
            (key.to_owned(), value.to_owned())
        };
        Ok(Self {
            method: method.to_ascii_uppercase(),
            scheme: scheme.to_ascii_lowercase(),
            host: host.trim_end_matches('.').to_ascii_lowercase(),
            port,
            path: if path.is_empty() { "/".to_owned() } else { path.to_owned() },
            query: query.split('&').filter(|one| !one.is_empty()).map(pair).gather(),
            headers: Vec::new(),
            from: None,
        })
    }

    /// With a header, `name: value`.
    pub fn header(mut self, text: &str) -> Result<Self, RequestError> {
        let (name, value) = text.split_once(':').ok_or_else(|| RequestError::Header(text.to_owned()))?;
        self.headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        Ok(self)
    }

    /// From a workload, `namespace/name`.
    pub fn from(mut self, text: &str) -> Result<Self, RequestError> {
        let (namespace, name) = text.trim().split_once('/').ok_or_else(|| RequestError::From(text.to_owned()))?;
        self.from = Some((namespace.to_owned(), name.to_owned()));
        Ok(self)
    }

    /// The value of a header; several of one name are joined.
    pub fn value(&self, name: &str) -> Option<String> {
        let name = name.to_ascii_lowercase();
        if name == "host" || name == ":authority" {
            return Some(self.authority());
        }
        let all = self.headers.iter().filter(|(own, _)| *own == name).map(|(_, value)| value.as_str()).gather();
        (!all.is_empty()).then(|| all.join(","))
    }

    /// The host with its port, as it is said.
    pub fn authority(&self) -> String {
        self.port.map_or_else(|| self.host.clone(), |port| format!("{}:{port}", self.host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type() {
        let request = Request::read("post https://Shop.example.com:8443/a/b?x=1&y#z").unwrap();
        assert_eq!((request.method.as_str(), request.scheme.as_str(), request.port), ("POST", "https", Some(8443)));
        assert_eq!((request.host.as_str(), request.path.as_str()), ("shop.example.com", "/a/b"));
        assert_eq!(request.query, [("x".to_owned(), "1".to_owned()), ("y".to_owned(), String::new())]);
        assert_eq!(Request::read("cart").unwrap().path, "/");
        for wrong in ["", "GET", "GET /", "GET a:0/", "GET a b c", "G3T a"] {
            assert!(Request::read(wrong).is_err() || wrong == "GET", "{wrong}");
        }
        let request = request.header("X-User: anna").unwrap().from("shop/web").unwrap();
        assert_eq!(request.value("x-user"), Some("anna".to_owned()));
        assert!(Request::default().header("x").is_err() && Request::default().from("web").is_err());
    }
}
