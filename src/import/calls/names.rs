//! Whether the name of a value says that the value is an address.

use crate::import::credential::words_of;

/// Last words that say so.
const ADDRESS_WORDS: [&str; 35] = [
    "addr",
    "address",
    "addresses",
    "addrs",
    "backend",
    "backends",
    "bootstrap",
    "broker",
    "brokers",
    "dsn",
    "endpoint",
    "endpoints",
    "host",
    "hostname",
    "hosts",
    "master",
    "node",
    "nodes",
    "peer",
    "peers",
    "proxy",
    "seed",
    "seeds",
    "sentinel",
    "sentinels",
    "server",
    "servers",
    "services",
    "target",
    "upstream",
    "upstreams",
    "uri",
    "uris",
    "url",
    "urls",
];
/// Names that end like an address and label something instead.
const LABELS: [&str; 4] = ["ddservice", "kservice", "otelservicename", "serverrole"];

/// Whether a name says that its value is the address of a service. `…_SERVICE` does so only where the rest of the name
/// has something of the Service's own, as in `CART_SERVICE=cartservice`: elsewhere it labels the workload itself.
pub(super) fn says_address(name: &str, service: &str) -> bool {
    let words = words_of(name);
    let Some((last, before)) = words.split_last() else { return false };
    if LABELS.contains(&words.concat().as_str()) {
        return false;
    }
    if ["service", "svc"].contains(&last.as_str()) {
        let service: String = service.chars().filter(char::is_ascii_alphanumeric).collect();
        let stem = before.concat();
        return !stem.is_empty() && (service.contains(&stem) || stem.contains(&service));
    }
    ADDRESS_WORDS.contains(&last.as_str())
}

/// Words in the names of lists of who may call, or of what is not to be reached.
const OF_CALLERS: [&str; 14] = [
    "advertised",
    "allow",
    "allowed",
    "allowlist",
    "cors",
    "csrf",
    "origin",
    "origins",
    "referer",
    "referers",
    "referrer",
    "referrers",
    "trusted",
    "whitelist",
];

/// Whether a name says that the addresses in its value are not those it calls: `CORS_ALLOWED_ORIGINS`, `NO_PROXY`.
pub(super) fn is_of_callers(name: &str) -> bool {
    let words = words_of(name);
    let no_proxy = words.windows(2).any(|pair| matches!(pair, [no, proxy] if no == "no" && proxy == "proxy"));
    no_proxy || words.iter().any(|word| OF_CALLERS.contains(&word.as_str()) || word == "noproxy")
}

/// Whether a scheme leads over the network.
pub(super) fn is_network_scheme(scheme: &str) -> bool {
    !matches!(scheme, "" | "file" | "unix" | "docker" | "oci" | "data" | "mailto" | "urn" | "classpath" | "arn" | "s3")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_address_or_do_not() {
        for name in
            ["REDIS_HOST", "CART_ADDR", "api-url", "spring.redis.host", "redisHost", "KAFKA_BROKERS", "DB_SERVER"]
        {
            assert!(says_address(name, "frontend"), "{name}");
        }
        for name in [
            "PORT",
            "SERVICE_NAME",
            "DD_SERVICE",
            "SERVICE",
            "APP",
            "LOG_LABEL",
            "OTEL_SERVICE_NAME",
            "CART_SERVICE",
            "",
        ] {
            assert!(!says_address(name, "frontend"), "{name}");
        }
        assert!(says_address("CART_SERVICE", "cartservice"));
        assert!(says_address("PRODUCT_CATALOG_SERVICE", "product-catalog"));
    }
}
