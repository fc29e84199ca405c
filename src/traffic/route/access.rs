//! Who lets a request in: mutual TLS, tokens, and authorization policies.

use super::trace::End;
use super::{Caller, Plane, Stage, Verdict, Walk};
use crate::cluster::model::Labels;
use crate::order::Gather;
use crate::traffic::object::Meta;
use crate::traffic::pattern::Pattern;
use crate::traffic::policy::{Action, AuthorizationPolicy, Condition, PolicyRule, Target};
use crate::traffic::service::Service;
use crate::traffic::workload::Workload;
use crate::traffic::world::ROOT;

/// Whose proxy asks.
struct Guard<'a> {
    namespace: &'a str,
    labels: &'a Labels,
    /// What policies may be laid on instead of a selector; where there are any, selectors do not count.
    targets: Vec<(&'a str, &'a str)>,
    by_target: bool,
    port: u16,
    /// Whether requests are read, or connections alone.
    http: bool,
    words: String,
}

/// What a rule is held against.
struct Seen<'a> {
    principal: Option<&'a str>,
    namespace: &'a str,
    port: u16,
    http: bool,
    token: bool,
}

/// How one value of a policy is compared: `*`, `a*`, `*a`, or the same.
fn value_fits(wanted: &str, value: &str) -> bool {
    match (wanted.strip_prefix('*'), wanted.strip_suffix('*')) {
        (Some(""), _) => !value.is_empty(),
        (Some(end), _) => value.ends_with(end),
        (_, Some(start)) => value.starts_with(start),
        _ => wanted == value,
    }
}

/// A path of a policy, perhaps with `{*}` for one part and `{**}` for any.
fn path_fits(wanted: &str, path: &str) -> bool {
    if !wanted.contains("{*") {
        return value_fits(wanted, path);
    }
    let quoted: String = wanted
        .chars()
        .flat_map(|c| {
            if c.is_alphanumeric() || c == '/' || c == '{' || c == '*' || c == '}' { vec![c] } else { vec!['\\', c] }
        })
        .collect();
    let pattern = quoted.replace("{**}", ".*").replace("{*}", "[^/]+");
    Pattern::read(&pattern).is_ok_and(|pattern| pattern.is_match(path))
}

/// Keys that only a proxy that reads requests can judge.
fn needs_http(key: &str) -> bool {
    let key = key.strip_prefix("not").unwrap_or(key);
    ["hosts", "methods", "paths", "requestprincipals", "remoteipblocks"].contains(&key.to_ascii_lowercase().as_str())
        || key.starts_with("request.")
        || key == "remote.ip"
}

impl Walk<'_> {
    /// Whether the callee takes the connection as it comes; the caller as the callee then sees it.
    pub(super) fn with_mtls(
        &mut self,
        end: &mut End,
        caller: &Caller,
        workload: &Workload,
        own: Plane,
        port: u16,
        said: &str,
    ) -> Option<Caller> {
        let (mode, meta) = self.peer_mode(workload, port);
        let at = meta.as_ref().map(|meta| (meta, 0));
        let able = caller.plane != Plane::Outside && own != Plane::Outside;
        let mutual = match said {
            "DISABLE" => false,
            "ISTIO_MUTUAL" => true,
            "SIMPLE" | "MUTUAL" => {
                self.step(
                    Stage::Mtls,
                    Verdict::Note,
                    format!("TLS of the DestinationRule ({said}) is sent to the pods."),
                    "",
                    None,
                );
                false
            }
            _ => able && mode != "DISABLE",
        };
        if mutual && (own == Plane::Outside || mode == "DISABLE") {
            self.refuse(
                end,
                Stage::Mtls,
                "503",
                format!("{} cannot take mutual TLS, which is sent: 503.", workload.meta),
                "The DestinationRule says ISTIO_MUTUAL, and the pods have no proxy, or take plain text alone.",
                at,
            );
            return None;
        }
        if !mutual && mode == "STRICT" && own != Plane::Outside {
            let why = match said {
                "DISABLE" => "The DestinationRule switches mutual TLS off, and these pods take nothing else.",
                _ => "The caller has no identity in the mesh, and these pods take mutual TLS alone.",
            };
            self.refuse(
                end,
                Stage::Mtls,
                "503",
                format!("{} takes mutual TLS alone, and this comes without: the connection is reset.", workload.meta),
                why,
                at,
            );
            return None;
        }
        let mut caller = caller.clone();
        if mutual {
            let mode = if mode.is_empty() { "PERMISSIVE" } else { &mode };
            let who = caller.principal.clone().unwrap_or_default();
            self.step(
                Stage::Mtls,
                Verdict::Passes,
                format!("Mutual TLS as {who}."),
                format!("{} takes {mode}.", workload.meta),
                at,
            );
        } else {
            if own != Plane::Outside {
                self.step(
                    Stage::Mtls,
                    Verdict::Passes,
                    "Plain text, without an identity.".into(),
                    format!("{} takes it so.", workload.meta),
                    at,
                );
            }
            caller.principal = None;
        }
        Some(caller)
    }

    /// What the PeerAuthentications say for pods and a port: the pods' own before their namespace's before the mesh's.
    fn peer_mode(&self, workload: &Workload, port: u16) -> (String, Option<Meta>) {
        let all = &self.world.peers;
        let own = all.iter().filter(|one| one.meta.namespace == workload.meta.namespace);
        let by_pods = own.clone().filter(|one| !one.selector.is_empty() && one.selector.selects(&workload.labels));
        let by_namespace = own.filter(|one| one.selector.is_empty());
        let by_mesh = all.iter().filter(|one| one.meta.namespace == ROOT && one.selector.is_empty());
        for one in by_pods.chain(by_namespace).chain(by_mesh) {
            let of_port = one.ports.iter().find(|(own, mode)| *own == port && !mode.is_empty()).map(|(_, mode)| mode);
            if let Some(mode) = of_port.or_else(|| Some(&one.mode).filter(|mode| !mode.is_empty())) {
                return (mode.clone(), Some(one.meta.clone()));
            }
        }
        (String::new(), None)
    }

    /// At a gateway, for somebody outside.
    pub(super) fn guarded_gateway(&mut self, gateway: &Caller, meta: &Meta, port: u16) -> bool {
        let outside =
            Caller { namespace: String::new(), principal: None, words: "outside".to_owned(), ..gateway.clone() };
        let guard = Guard {
            namespace: &gateway.namespace,
            labels: &gateway.labels,
            targets: vec![("Gateway", &meta.name)],
            by_target: false,
            port,
            http: true,
            words: gateway.words.clone(),
        };
        let mut end = End::default();
        if self.guarded(&mut end, &outside, &guard) {
            return true;
        }
        self.trace.status.clone_from(&end.status);
        false
    }

    /// At a waypoint.
    pub(super) fn guarded_waypoint(
        &mut self,
        end: &mut End,
        caller: &Caller,
        service: &Service,
        waypoint: (&str, &str),
        port: u16,
    ) -> bool {
        let guard = Guard {
            namespace: waypoint.0,
            labels: &Labels::default(),
            targets: vec![("Gateway", waypoint.1), ("Service", &service.meta.name)],
            by_target: true,
            port,
            http: true,
            words: format!("waypoint {}/{}", waypoint.0, waypoint.1),
        };
        self.guarded(end, caller, &guard)
    }

    /// At the pods themselves.
    pub(super) fn guarded_pods(
        &mut self,
        end: &mut End,
        caller: &Caller,
        workload: &Workload,
        port: u16,
        http: bool,
        by_waypoint: bool,
    ) {
        let words = if by_waypoint {
            format!("{}, which sees the waypoint as the caller", workload.meta)
        } else {
            workload.meta.to_string()
        };
        let guard = Guard {
            namespace: &workload.meta.namespace,
            labels: &workload.labels,
            targets: Vec::new(),
            by_target: false,
            port,
            http,
            words,
        };
        self.guarded(end, caller, &guard);
    }

    /// Whether a policy concerns a proxy.
    fn concerns(guard: &Guard, meta: &Meta, selector: &crate::cluster::model::Selector, targets: &[Target]) -> bool {
        if !targets.is_empty() {
            return meta.namespace == guard.namespace
                && targets.iter().any(|target| {
                    guard.targets.iter().any(|(kind, name)| target.kind == *kind && target.name == *name)
                });
        }
        !guard.by_target
            && (meta.namespace == guard.namespace || meta.namespace == ROOT)
            && selector.selects(guard.labels)
    }

    fn guarded(&mut self, end: &mut End, caller: &Caller, guard: &Guard) -> bool {
        let world = self.world;
        let Some(token) = self.token(end, guard) else { return false };
        let on =
            world.policies.iter().filter(|one| Self::concerns(guard, &one.meta, &one.selector, &one.targets)).gather();
        for one in on.iter().filter(|one| one.dry_run) {
            self.step(
                Stage::Access,
                Verdict::Skips,
                format!("{} is only tried.", one.meta),
                "It has the annotation istio.io/dry-run.",
                Some((&one.meta, 0)),
            );
        }
        let on = on.into_iter().filter(|one| !one.dry_run).gather();
        let seen = Seen {
            principal: caller.principal.as_deref(),
            namespace: &caller.namespace,
            port: guard.port,
            http: guard.http,
            token,
        };
        let of = |action: Action| on.iter().copied().filter(move |one| one.action == action);
        for one in of(Action::Custom) {
            if self.rule_of(one, &seen, true).is_some() {
                self.step(
                    Stage::Access,
                    Verdict::Note,
                    format!("{} asks {}: what it answers no file tells.", one.meta, one.provider),
                    "Policies with CUSTOM are asked first.",
                    Some((&one.meta, 0)),
                );
            }
        }
        for one in of(Action::Deny) {
            if let Some(line) = self.rule_of(one, &seen, true) {
                self.refuse(
                    end,
                    Stage::Access,
                    "403",
                    format!("{} denies it at {}: 403.", one.meta, guard.words),
                    "A rule of a policy with DENY matches, and no ALLOW can change that.",
                    Some((&one.meta, line)),
                );
                return false;
            }
        }
        let allowing = of(Action::Allow).gather();
        if allowing.is_empty() {
            if !world.policies.is_empty() {
                self.step(
                    Stage::Access,
                    Verdict::Passes,
                    format!("No policy with ALLOW is for {}: everybody may call.", guard.words),
                    "What no policy is for is open.",
                    None,
                );
            }
            return true;
        }
        for one in &allowing {
            if let Some(line) = self.rule_of(one, &seen, false) {
                self.step(
                    Stage::Access,
                    Verdict::Passes,
                    format!("{} allows it at {}.", one.meta, guard.words),
                    self.identity(&seen),
                    Some((&one.meta, line)),
                );
                return true;
            }
        }
        let names = allowing.iter().map(|one| one.meta.key()).gather().join(", ");
        let why = format!("{names}: no rule matches. {}", self.identity(&seen));
        self.refuse(
            end,
            Stage::Access,
            "403",
            format!("No policy allows it at {}: 403.", guard.words),
            why,
            allowing.first().map(|one| (&one.meta, 0)),
        );
        false
    }

    fn identity(&self, seen: &Seen) -> String {
        let who = seen.principal.map_or_else(|| "a caller without an identity".to_owned(), str::to_owned);
        let what = if seen.http {
            format!("{} {}", self.request.method, self.request.path)
        } else {
            "a connection".to_owned()
        };
        format!("Seen is {what} from {who} on port {}.", seen.port)
    }

    /// Whether the request has a token that counts; none where a wrong one ends it.
    fn token(&mut self, end: &mut End, guard: &Guard) -> Option<bool> {
        let world = self.world;
        if !guard.http {
            return Some(false);
        }
        let on =
            world.tokens.iter().filter(|one| Self::concerns(guard, &one.meta, &one.selector, &one.targets)).gather();
        let Some(first) = on.first() else { return Some(false) };
        if !self.claims.has_token {
            self.step(
                Stage::Token,
                Verdict::Passes,
                "There is no token, and none is asked for here.".into(),
                "A RequestAuthentication refuses wrong tokens, not missing ones.",
                Some((&first.meta, 0)),
            );
            return Some(false);
        }
        let issuer = self.claims.issuer();
        let audiences = self.claims.values(&["aud"]);
        let rules = on.iter().flat_map(|one| one.rules.iter().map(move |rule| (*one, rule)));
        let fits = rules.filter(|(_, rule)| {
            rule.issuer == issuer
                && (rule.audiences.is_empty() || rule.audiences.iter().any(|one| audiences.contains(one)))
        });
        match fits.gather().first() {
            Some((one, rule)) => {
                self.step(
                    Stage::Token,
                    Verdict::Passes,
                    format!("The token of {issuer} is known."),
                    "Its signature and its age no file tells; it is taken to be good.",
                    Some((&one.meta, rule.line)),
                );
                Some(true)
            }
            None => {
                self.refuse(
                    end,
                    Stage::Token,
                    "401",
                    format!("No rule at {} knows the token of {issuer}: 401.", guard.words),
                    "Issuer and audience must be those of a jwtRule.",
                    Some((&first.meta, 0)),
                );
                None
            }
        }
    }

    /// The line of a policy's rule that matches.
    fn rule_of(&self, policy: &AuthorizationPolicy, seen: &Seen, stricter: bool) -> Option<u32> {
        policy.rules.iter().find(|rule| self.rule_fits(rule, seen, stricter)).map(|rule| rule.line)
    }

    /// Where requests are not read, what needs them makes an allowing rule match nothing, and a denying one match more.
    fn rule_fits(&self, rule: &PolicyRule, seen: &Seen, stricter: bool) -> bool {
        let one = |(key, wanted): &(String, Vec<String>)| {
            if wanted.is_empty() {
                return true;
            }
            if !seen.http && needs_http(key) {
                return stricter;
            }
            self.list_fits(key, wanted, seen)
        };
        (rule.from.is_empty() || rule.from.iter().any(|from| from.lists.iter().all(one)))
            && (rule.to.is_empty() || rule.to.iter().any(|to| to.lists.iter().all(one)))
            && rule.when.iter().all(|when| {
                if !seen.http && needs_http(&when.key) {
                    return stricter;
                }
                self.condition_fits(when, seen)
            })
    }

    fn list_fits(&self, key: &str, wanted: &[String], seen: &Seen) -> bool {
        let (key, not) = match key.strip_prefix("not") {
            Some(rest) => (rest.to_ascii_lowercase(), true),
            None => (key.to_ascii_lowercase(), false),
        };
        let request = self.request;
        let principal = seen.principal.unwrap_or_default();
        let any = |value: &str| wanted.iter().any(|wanted| value_fits(wanted.trim_start_matches("spiffe://"), value));
        let namespace = if seen.principal.is_some() { part_of(principal, "ns") } else { "" };
        let fits = match key.as_str() {
            "principals" => any(principal),
            "requestprincipals" => seen.token && any(&self.claims.principal()),
            "namespaces" => any(namespace),
            "serviceaccounts" => {
                let account = part_of(principal, "sa");
                wanted.iter().any(|one| {
                    let full = if one.contains('/') { one.clone() } else { format!("{}/{one}", seen.namespace) };
                    full == format!("{namespace}/{account}")
                })
            }
            "ipblocks" | "remoteipblocks" => {
                let address = request.value("x-forwarded-for").unwrap_or_default();
                let first = address.split(',').next().unwrap_or_default().trim();
                wanted.iter().any(|block| in_block(block, first))
            }
            "hosts" => {
                let lower = wanted.iter().map(|one| one.to_ascii_lowercase()).gather();
                lower.iter().any(|one| value_fits(one, &request.host) || value_fits(one, &request.authority()))
            }
            "ports" => wanted.iter().any(|one| *one == seen.port.to_string()),
            "methods" => any(&request.method),
            "paths" => wanted.iter().any(|one| path_fits(one, &request.path)),
            _ => false,
        };
        fits != not
    }

    fn condition_fits(&self, when: &Condition, seen: &Seen) -> bool {
        let principal = seen.principal.unwrap_or_default();
        let inner = |rest: &str| -> Vec<String> {
            rest.split(['[', ']']).filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        let values: Vec<String> = match when.key.as_str() {
            "source.namespace" => vec![part_of(principal, "ns").to_owned()],
            "source.principal" => vec![principal.to_owned()],
            "destination.port" => vec![seen.port.to_string()],
            "request.auth.principal" if seen.token => vec![self.claims.principal()],
            "request.auth.audiences" if seen.token => self.claims.values(&["aud"]),
            "request.auth.presenter" if seen.token => self.claims.values(&["azp"]),
            "connection.sni" => vec![self.request.host.clone()],
            key => {
                if let Some(rest) = key.strip_prefix("request.headers") {
                    self.request.value(&inner(rest).concat()).into_iter().collect()
                } else if let Some(rest) = key.strip_prefix("request.auth.claims").filter(|_| seen.token) {
                    let path = inner(rest);
                    self.claims.values(&path.iter().map(String::as_str).gather())
                } else {
                    Vec::new()
                }
            }
        };
        let among = |list: &[String]| list.iter().any(|wanted| values.iter().any(|value| value_fits(wanted, value)));
        (when.values.is_empty() || among(&when.values)) && (when.not_values.is_empty() || !among(&when.not_values))
    }
}

/// A part of `cluster.local/ns/shop/sa/web`.
fn part_of<'a>(principal: &'a str, key: &str) -> &'a str {
    let mut parts = principal.split('/');
    parts.find(|part| *part == key).and_then(|_| parts.next()).unwrap_or_default()
}

/// Whether an address is in a block such as `10.0.0.0/8`; IPv4 alone.
fn in_block(block: &str, address: &str) -> bool {
    let (base, bits) = block.split_once('/').unwrap_or((block, "32"));
    let number = |text: &str| text.parse::<std::net::Ipv4Addr>().ok().map(u32::from);
    let (Some(base), Some(address), Ok(bits)) = (number(base), number(address), bits.parse::<u32>()) else {
        return false;
    };
    let shift = 32_u32.saturating_sub(bits);
    shift >= 32 || base >> shift == address >> shift
}
