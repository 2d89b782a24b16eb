//! Scopes and metrics that nothing looks at. Segments are seen by every view, so none is unused.

use super::Warning;
use crate::node::Node;
use std::collections::BTreeSet;

pub(super) fn warnings(program: &Node<'_>) -> Vec<Warning> {
    let mut scopes = BTreeSet::new();
    let mut metrics = BTreeSet::new();
    names(program, &mut scopes, &mut metrics);
    for metric in program.list("metrics") {
        let derived = matches!(metric.text("kind"), Some("ratio" | "average"));
        let mut made_of: Vec<String> = if derived { metric.words("of") } else { Vec::new() };
        made_of.extend(["in", "per"].iter().filter(|_| derived).flat_map(|key| metric.words(key)));
        made_of.extend(metric.list("parts").iter().flat_map(|part| part.words("of")));
        // What is made of itself alone is used by nobody, and the engine refuses it.
        metrics.extend(made_of);
    }
    for plan in program.list("plans") {
        metrics.extend(plan.words("spend"));
    }
    let unused = |list: &str, code, used: &BTreeSet<String>| {
        let nodes = program.list(list).into_iter().filter(|node| !used.contains(node.id()));
        nodes.map(|node| Warning::at(code, &node, &[("id", node.id())])).collect::<Vec<_>>()
    };
    let mut found = unused("scopes", "unusedScope", &scopes);
    found.extend(unused("metrics", "unusedMetric", &metrics));
    found
}

/// The scopes and metrics that are named anywhere within a value.
fn names(node: &Node<'_>, scopes: &mut BTreeSet<String>, metrics: &mut BTreeSet<String>) {
    for (key, value) in node.fields() {
        match key {
            "scope" | "exclude" => scopes.extend(node.words(key)),
            "metric" | "reset" => metrics.extend(node.words(key)),
            _ => {}
        }
        for item in value.items() {
            names(&item, scopes, metrics);
        }
    }
}
