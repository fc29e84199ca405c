//! “Try a request” against a table of what Istio and the Gateway API document: conditions, order, hosts, weights,
//! delegates, gateways, scopes, and who may call.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use sheerline::traffic::route::{Request, Trace, route};
use sheerline::traffic::{TextFile, World};
use std::path::Path;

fn world(name: &str) -> World {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/traffic").join(name);
    let world = World::read(&[TextFile::new(name, std::fs::read(path).unwrap())]);
    assert_eq!(world.faults, []);
    world
}

/// A trace in a line: the rule, where it ends with subset and share, or the status.
fn told(trace: &Trace) -> String {
    let mut words = Vec::new();
    if trace.rule > 0 {
        words.push(if trace.rule_name.is_empty() { format!("#{}", trace.rule) } else { trace.rule_name.clone() });
    }
    for end in &trace.ends {
        let name = end.host.split('.').next().unwrap();
        let subset = if end.subset.is_empty() { String::new() } else { format!("/{}", end.subset) };
        let share = if end.share == 1000 { String::new() } else { format!("*{}", end.share) };
        let refused = if end.refused.is_empty() { String::new() } else { format!("!{}", end.status) };
        words.push(format!("{name}{subset}:{}{share}{refused}", end.port));
    }
    if trace.ends.is_empty() && !trace.status.is_empty() {
        words.push(trace.status.clone());
    }
    words.join(" ")
}

fn check(file: &str, cases: &[(&str, &str, &str, &str)]) -> usize {
    let world = world(file);
    let mut wrong = Vec::new();
    for (from, line, headers, expected) in cases {
        let mut request = Request::read(line).unwrap();
        for header in headers.split('|').filter(|header| !header.is_empty()) {
            request = request.header(header).unwrap();
        }
        if !from.is_empty() {
            request = request.from(from).unwrap();
        }
        let trace = route(&world, &request);
        assert!(!trace.summary.is_empty() && !trace.steps.is_empty());
        if told(&trace) != *expected {
            wrong.push(format!("{from} {line} [{headers}]: {}, not {expected}", told(&trace)));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    cases.len()
}

#[test]
fn rules_of_virtual_services() {
    let web = "shop/web";
    let guest = "lab/guest";
    let checked = check(
        "mesh.yaml",
        &[
            (web, "GET echo/exact", "", "exact echo:80"),
            (web, "GET echo/exact/", "", "default echo/v1:80"),
            (web, "GET echo/exact?x=1", "", "exact echo:80"),
            (web, "GET echo/Exact", "", "default echo/v1:80"),
            (web, "GET echo/pre", "", "prefix echo:80"),
            (web, "GET echo/prefixed/more", "", "prefix echo:80"),
            (web, "GET echo/prefix", "", "prefix echo:80"),
            (web, "GET echo/v12/items", "", "regex echo:80"),
            (web, "GET echo/v12/items/3", "", "default echo/v1:80"),
            (web, "GET echo/a/v12/items", "", "default echo/v1:80"),
            (web, "GET echo/bLiNd", "", "blind echo:80"),
            (web, "GET echo/case/A", "", "blind-prefix echo:80"),
            (web, "POST echo/m", "", "post echo:80"),
            (web, "GET echo/m", "", "default echo/v1:80"),
            (web, "PATCH echo/x", "", "method-regex echo:80"),
            (web, "PUTS echo/x", "", "default echo/v1:80"),
            (web, "GET echo/", "X-User: anna", "header echo:80"),
            (web, "GET echo/", "X-User: Anna", "default echo/v1:80"),
            (web, "GET echo/", "x-user: benjamin", "header-prefix echo:80"),
            (web, "GET echo/", "cookie: a=b;user=jason;c=d", "header-regex echo:80"),
            (web, "GET echo/", "cookie: user=jasons", "default echo/v1:80"),
            (web, "GET echo/", "x-there: ", "present echo:80"),
            (web, "GET echo/without", "", "without echo:80"),
            (web, "GET echo/without", "x-stop: yes", "default echo/v1:80"),
            (web, "GET echo/without", "x-stop: no", "without echo:80"),
            (web, "GET echo/absent", "", "absent echo:80"),
            (web, "GET echo/absent", "x-any: 1", "default echo/v1:80"),
            (web, "GET echo/?page=2", "", "query echo:80"),
            (web, "GET echo/?page=22", "", "default echo/v1:80"),
            (web, "GET echo/?size=100", "", "query-regex echo:80"),
            (web, "GET echo/?size=big", "", "default echo/v1:80"),
            (web, "GET echo/labels", "", "labels echo:80"),
            ("shop/other", "GET echo/labels", "", "default echo/v1:80"),
            (guest, "GET echo.shop/namespace", "", "namespace echo:80"),
            (web, "GET echo/namespace", "", "default echo/v1:80"),
            (web, "GET echo.shop/authority", "", "authority echo:80"),
            (web, "GET echo/authority", "", "default echo/v1:80"),
            (web, "GET echo/scheme", "", "default echo/v1:80"),
            (web, "GET echo/port", "", "default echo/v1:80"),
            (web, "GET echo/one", "", "either echo:80"),
            (web, "GET echo/two", "", "either echo:80"),
            (web, "GET echo/both", "x-a: 1", "both echo:80"),
            (web, "GET echo/both", "", "default echo/v1:80"),
            (web, "GET echo/weights", "", "weights echo/v1:80*900 echo/v2:80*100"),
            (web, "GET echo/relative", "", "relative echo/v1:80*750 echo/v2:80*250"),
            (web, "GET echo/zero", "", "zero echo/v1:80 echo/v2:80*0"),
            (web, "GET echo/no-subset", "", "no-subset echo/v7:80!503"),
            (web, "GET echo/no-pods", "", "no-pods echo/v9:80!503"),
            (web, "GET echo/no-host", "", "no-host nobody:80!503"),
            (web, "GET echo/no-port", "", "no-port echo:99!503"),
            (web, "GET echo/other", "", "other-host other:9090"),
            (web, "GET echo/moved", "", "redirect 308"),
            (web, "GET echo/teapot", "", "direct 418"),
            (web, "GET echo/abort", "", "abort 503"),
            (web, "GET echo/half", "", "half echo:80"),
            (web, "GET echo/old/x", "", "rewrite echo:80"),
            (web, "GET echo/timed", "", "timed echo:80"),
            (web, "GET echo/handed/a/1", "", "part-a other:8080"),
            (web, "GET echo/handed/b", "", "default echo/v1:80"),
            (web, "GET echo.shop.svc.cluster.local/exact", "", "exact echo:80"),
            (web, "GET echo.shop.svc/exact", "", "exact echo:80"),
            (guest, "GET echo/exact", "", ""),
            (guest, "GET far/", "", "404"),
            (guest, "GET far/a", "", "only-a far:80"),
            (guest, "GET plain.shop/", "", "lab-only plain:80"),
            (web, "GET plain/", "", "plain:80"),
            (web, "GET b.example.com/", "", "wild echo:80"),
            (web, "GET a.example.com/", "", "tight echo:80"),
            (web, "GET far.lab/a", "", "only-a far:80"),
            (web, "GET unseen.lab/", "", "502"),
            (guest, "GET unseen/", "", "unseen:80"),
            (web, "GET nobody.example.net/", "", "502"),
            (web, "GET other:5432/", "", "other:5432"),
            (web, "GET other:9090/", "", "other:9090"),
            (web, "GET https://api.pay.example.org/", "", "api:443"),
            (web, "GET echo:99/exact", "", "exact echo:80"),
        ],
    );
    assert!(checked > 70);
}

#[test]
fn gateways_and_precedence() {
    let checked = check(
        "gateways.yaml",
        &[
            ("", "GET shop.example.com/", "", "all web:80"),
            ("", "GET shop.example.com/cart/1", "", "cart cart:80"),
            ("", "GET https://shop.example.com/cart", "", "cart cart:80"),
            ("", "GET moved.example.com/x", "", "301"),
            ("", "GET two.wild.example.com/", "", "from-front web:80"),
            ("shop/cart", "GET two.wild.example.com/", "", "from-mesh cart:80"),
            ("", "GET one.wild.example.com/", "", "exact cart:80"),
            ("", "GET only.example.com/", "", "404"),
            ("", "GET api.example.com/", "", "404"),
            ("shop/x", "GET api.example.com/", "", "mesh-only cart:80"),
            ("", "GET shop.example.com:81/", "", ""),
            ("", "GET unknown.example.com:80/", "", "404"),
            ("", "GET https://through.example.com/", "", "web:443"),
            ("", "GET ranks.org:8080/", "", "#1 web:80"),
            ("", "GET ranks.org:8080/foo", "", "#2 cart:80"),
            ("", "GET ranks.org:8080/foo/bar", "", "#2 cart:80"),
            ("", "GET ranks.org:8080/foobar", "", "#1 web:80"),
            ("", "GET ranks.org:8080/foo/exact", "", "#3 web:81"),
            ("", "DELETE ranks.org:8080/foo", "x-beta: 1", "#4 web:81"),
            ("", "GET ranks.org:8080/foo?q=1", "x-beta: 1", "#5 web:81"),
            ("", "GET ranks.org:8080/foo?q=1", "", "#6 web:81"),
            ("", "GET ranks.org:8080/re/abc", "", "#1 web:80"),
            ("", "GET ranks.org:8080/weights", "", "#8 web:80*800 cart:80*200"),
            ("", "GET ranks.org:8080/moved", "", "#9 301"),
            ("", "GET ranks.org:8080/nowhere", "", "#10 500"),
            ("", "GET ranks.org:8080/elsewhere", "", "#11 store:80!500"),
            ("", "GET ranks.org:8080/granted", "", "#12 open:80"),
            ("", "GET x.org:8080/", "", "#1 cart:80"),
            ("", "GET a.tight.org:8080/", "", "404"),
            ("", "POST grpc.org:8080/shop.Cart/Add", "", "#1 cart:80"),
            ("", "POST grpc.org:8080/shop.Cart/Empty", "", "#2 web:80"),
            ("", "POST grpc.org:8080/shop.Other/Add", "", "404"),
        ],
    );
    assert!(checked > 30);
}

#[test]
fn who_may_call() {
    // {"iss":"https://id.example.com","sub":"a","aud":"shop","group":["admin"]}, and the same of another issuer and group.
    let good = "authorization: Bearer e30.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29tIiwic3ViIjoiYSIsImF1ZCI6InNob3AiLCJncm91cCI6WyJhZG1pbiJdfQ.x";
    let guest = "authorization: Bearer e30.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29tIiwic3ViIjoiYSIsImF1ZCI6InNob3AiLCJncm91cCI6WyJ1c2VyIl19.x";
    let alien = "authorization: Bearer e30.eyJpc3MiOiJodHRwczovL290aGVyIiwic3ViIjoiYSJ9.x";
    check(
        "access.yaml",
        &[
            ("shop/web", "GET cart/items/1", "", "cart:80"),
            ("shop/web", "POST cart/items/1", "", "cart:80!403"),
            ("shop/web", "GET cart/items/secret", "", "cart:80!403"),
            ("shop/web", "GET cart/7/info", "", "cart:80"),
            ("shop/web", "GET cart/7/8/info", "", "cart:80!403"),
            ("shop/web", "GET cart/deep/7/8", "", "cart:80"),
            ("shop/open", "GET cart/items/1", "", "cart:80!403"),
            ("shop/open", "GET cart/admin", "x-role: boss", "cart:80"),
            ("shop/open", "DELETE cart/admin", "x-role: boss", "cart:80!403"),
            ("shop/open", "GET cart/admin", "", "cart:80!403"),
            ("out/old", "GET cart.shop/items/1", "", "cart:80!503"),
            ("out/old", "GET open.shop/", "", "open:80"),
            ("shop/web", "GET open/", "", "open:80"),
            ("shop/web", "GET cart:9000/", "", "cart:9000!403"),
            ("shop/web", "GET shut/", "", "shut:80!503"),
            ("shop/cart", "GET shut/", "", "shut:80"),
            ("shop/web", "GET token/", good, "token:80"),
            ("shop/web", "GET token/", guest, "token:80!403"),
            ("shop/web", "GET token/", alien, "token:80!401"),
            ("shop/web", "GET token/", "", "token:80!403"),
        ],
    );
}

#[test]
fn what_a_rule_does_is_told() {
    let world = world("mesh.yaml");
    let of = |line: &str| route(&world, &Request::read(line).unwrap().from("shop/web").unwrap());
    let timed = of("GET echo/timed");
    assert_eq!(
        (timed.timeout.as_str(), timed.retries, timed.mirrors.as_slice()),
        ("2s", Some(3), &["other".to_owned()][..])
    );
    assert_eq!(of("GET echo/old/x").rewrite, "/fresh");
    assert_eq!(of("GET echo/handed/a").timeout, "7s");
    assert_eq!(of("GET echo/half").faults, ["status 500 for 0.500 %"]);
    assert_eq!(of("GET echo/weights").ends[1].workloads, ["shop/echo-v2"]);
    assert!(of("GET echo/weights").steps.iter().any(|step| step.what.contains("sets loadBalancer, connectionPool")));
    assert_eq!(of("GET echo/exact").steps.iter().find(|step| step.what.contains("takes it")).unwrap().line, 106);
}
