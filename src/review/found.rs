//! What the rules find, gathered and put in order.

use super::edit::Edit;
use super::rows::Rules;
use super::{destinations, filters, gateways, policies, routes, scopes, services};
use crate::design::Severity;
use crate::traffic::{Meta, Object, World};
use crate::yaml::read::Node;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: String,
    /// What istioctl or Kiali call it; may be empty.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// `Kind namespace/name`.
    pub object: String,
    /// The file.
    pub file: String,
    /// The line.
    pub line: u32,
    /// What is the case, as a sentence.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub fix: String,
    /// Where it is written.
    pub source: String,
    /// The change that mends it, where one does.
    pub edit: Option<Edit>,
}

/// What one rule says.
struct Said {
    rule: &'static str,
    object: String,
    file: String,
    line: u32,
    what: String,
    edit: Option<Edit>,
}

/// The files and what was found so far.
pub(super) struct Found<'a> {
    pub(super) world: &'a World,
    said: Vec<Said>,
}

impl Found<'_> {
    /// Says something of an object, at a line of it; 0 is where it begins.
    pub(super) fn say(&mut self, rule: &'static str, meta: &Meta, line: u32, what: impl Into<String>) {
        let line = if line == 0 { meta.line } else { line };
        let (object, file) = (meta.to_string(), meta.file.clone());
        self.said.push(Said { rule, object, file, line, what: what.into(), edit: None });
    }

    /// The same with a change that mends it.
    pub(super) fn mend(
        &mut self,
        rule: &'static str,
        meta: &Meta,
        at: u32,
        what: impl Into<String>,
        from: &str,
        to: &str,
    ) {
        self.say(rule, meta, at, what);
        if let Some(last) = self.said.last_mut() {
            last.edit = Some(Edit { line: at, from: from.to_owned(), to: to.to_owned() });
        }
    }
}

/// Every key of a tree with its value, wherever it stands.
pub(super) fn walk<'n>(node: &'n Node, see: &mut dyn FnMut(&'n crate::yaml::read::Entry)) {
    for entry in node.entries() {
        see(entry);
        walk(&entry.value, see);
    }
    for item in node.items() {
        walk(item, see);
    }
}

/// The objects of one kind.
pub(super) fn of_kind<'w>(world: &'w World, kind: &'w str) -> impl Iterator<Item = &'w Object> + 'w {
    world.objects.iter().filter(move |object| object.meta.kind == kind)
}

/// Reviews a world: the worst first, then as the files have it.
pub fn review(world: &World, rules: &Rules) -> Vec<Finding> {
    let mut found = Found { world, said: Vec::new() };
    routes::check(&mut found);
    destinations::check(&mut found);
    gateways::check(&mut found);
    policies::check(&mut found);
    scopes::check(&mut found);
    services::check(&mut found);
    filters::check(&mut found);
    let mut all = Vec::new();
    for said in found.said {
        let Some(row) = rules.row(said.rule) else { continue };
        all.push(Finding {
            rule: row.id.clone(),
            code: row.code.clone(),
            severity: row.severity,
            object: said.object,
            file: said.file,
            line: said.line,
            what: said.what,
            why: row.why.clone(),
            fix: row.fix.clone(),
            source: row.source.clone(),
            edit: said.edit,
        });
    }
    crate::order::sort_by(&mut all, |a, b| {
        b.severity
            .cmp(&a.severity)
            .then_with(|| (&a.file, a.line, &a.rule, &a.what).cmp(&(&b.file, b.line, &b.rule, &b.what)))
    });
    all.dedup();
    all
}
