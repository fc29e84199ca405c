//! The rules of HTTPRoutes and GRPCRoutes: which one takes a request, by the precedence of the Gateway API.

use super::rules::{named, path_takes};
use super::{Stage, Verdict, Walk};
use crate::order::Gather;
use crate::traffic::gateway_api::{ApiMatch, ApiRoute, ApiRule};
use crate::traffic::virtual_service::StringMatch;
use std::cmp::Reverse;

/// A rule's rank: exact paths first, then prefixes, then patterns; longer ones first; then a method, headers, parameters.
type Rank = (Reverse<u8>, Reverse<usize>, Reverse<bool>, Reverse<usize>, Reverse<usize>, String, usize, usize);

fn rank(one: &ApiMatch, key: &str, rule: usize, at: usize) -> Rank {
    let (kind, length) = match &one.path {
        Some(StringMatch::Exact(path)) => (3, path.len()),
        Some(StringMatch::Prefix(path)) => (2, path.len()),
        Some(StringMatch::Regex(path)) => (1, path.len()),
        Some(StringMatch::Present) | None => (2, 1),
    };
    (
        Reverse(kind),
        Reverse(length),
        Reverse(!one.method.is_empty()),
        Reverse(one.headers.len()),
        Reverse(one.query.len()),
        key.to_owned(),
        rule,
        at,
    )
}

impl Walk<'_> {
    /// Goes through the rules of routes for one host.
    pub(super) fn by_api_rules(&mut self, routes: &[&ApiRoute]) -> Option<(ApiRoute, ApiRule)> {
        let all = ApiMatch::default();
        let mut ranked = Vec::new();
        for (place, route) in routes.iter().enumerate() {
            for (number, rule) in route.rules.iter().enumerate() {
                let key = route.meta.key();
                if rule.matches.is_empty() {
                    ranked.push((rank(&all, &key, number, 0), place, number, None));
                }
                for (at, one) in rule.matches.iter().enumerate() {
                    ranked.push((rank(one, &key, number, at), place, number, Some(at)));
                }
            }
        }
        crate::order::sort(&mut ranked);
        for (_, place, number, at) in ranked {
            let Some(route) = routes.get(place) else { continue };
            let Some(rule) = route.rules.get(number) else { continue };
            let one = at.and_then(|at| rule.matches.get(at)).unwrap_or(&all);
            let line = if at.is_some() { one.line } else { rule.line };
            let name = named(number, "");
            match self.api_fits(one) {
                Err(why) => {
                    self.step(
                        Stage::Rule,
                        Verdict::Skips,
                        format!("{name} does not take it."),
                        why,
                        Some((&route.meta, line)),
                    );
                }
                Ok(why) => {
                    self.step(
                        Stage::Rule,
                        Verdict::Applies,
                        format!("{name} takes it."),
                        why,
                        Some((&route.meta, line)),
                    );
                    self.trace.by = route.meta.to_string();
                    self.trace.rule = number + 1;
                    return Some(((*route).clone(), rule.clone()));
                }
            }
        }
        None
    }

    fn api_fits(&self, one: &ApiMatch) -> Result<String, String> {
        let request = self.request;
        let mut held = Vec::new();
        if let Some(path) = &one.path {
            if !path_takes(path, &request.path) {
                return Err(format!("The path {} is not as asked: {}.", request.path, path.words()));
            }
            held.push(format!("path {}", path.words()));
        }
        if !one.method.is_empty() {
            if one.method != request.method {
                return Err(format!("It is for the method {}.", one.method));
            }
            held.push(format!("method {}", one.method));
        }
        for (name, wanted) in &one.headers {
            if !request.value(name).is_some_and(|value| wanted.takes(&value, false)) {
                return Err(format!("The header {name} is not as asked: {}.", wanted.words()));
            }
            held.push(format!("header {name} {}", wanted.words()));
        }
        for (name, wanted) in &one.query {
            let value = request.query.iter().find(|(own, _)| own == name).map(|(_, value)| value);
            if !value.is_some_and(|value| wanted.takes(value, false)) {
                return Err(format!("The parameter {name} is not as asked: {}.", wanted.words()));
            }
            held.push(format!("parameter {name} {}", wanted.words()));
        }
        let all = held.iter().map(String::as_str).gather().join(", ");
        Ok(if all.is_empty() {
            "It has no conditions, so it takes everything.".to_owned()
        } else {
            format!("All of it holds: {all}.")
        })
    }
}
