//! The report as a page that stands by itself: tables, and plots drawn as SVG.

use std::fmt::Write as _;

use crate::evaluate::{Row, Task};
use crate::report::Report;

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1c1e}\
table{border-collapse:collapse;font-variant-numeric:tabular-nums}td,th{padding:.2rem .6rem;text-align:right;border-bottom:1px solid #ddd}\
td:first-child,th:first-child{text-align:left}pre{white-space:pre-wrap;background:#f4f4f6;padding:.6rem}svg text{font:12px system-ui}\
.own{font-weight:600}";

/// The page of a report.
pub fn page(report: &Report) -> String {
    let mut body = String::new();
    let data = &report.data;
    let _ = write!(
        body,
        "<h1>Recommendations, evaluated</h1><p>{} members, {} items, {} purchases before day {}; {} of {} pairs after it are of known members and items. \
         The model has {} bytes. Everything is measured on what came after the cut, which nothing was chosen by.</p><pre>{}</pre>",
        data.members,
        data.items,
        data.purchases,
        report.cuts.test,
        data.known,
        data.asked,
        report.bytes,
        escaped(&report.command),
    );
    for task in Task::ALL {
        let rows: Vec<&Row> = report.rows.iter().filter(|row| row.task == task).collect();
        let _ = write!(body, "<h2>{}</h2>{}{}", title(task), bars(&rows), table(&rows));
    }
    body += "<h2>What was tried</h2><p>On what came after an earlier cut.</p><table><tr><th>setting</th><th>NDCG@10</th></tr>";
    for trial in &report.trials {
        let _ = write!(body, "<tr><td>{}</td><td>{:.4}</td></tr>", escaped(&trial.setting), trial.ndcg);
    }
    body += "</table>";
    let title = "Recommendations, evaluated";
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title><style>{STYLE}</style><body>{body}</body></html>\n"
    )
}

fn title(task: Task) -> &'static str {
    match task {
        Task::All => "All that was bought",
        Task::Again => "What was bought again",
        Task::New => "What was new to the member",
        Task::Next => "The next basket",
    }
}

fn table(rows: &[&Row]) -> String {
    let mut table = "<table><tr><th>method</th><th>P@10</th><th>R@10</th><th>R@10 pooled</th><th>NDCG@10</th><th>±</th>\
                     <th>over personal</th><th>±</th><th>coverage</th><th>new</th><th>P@20</th><th>R@20</th><th>NDCG@20</th></tr>"
        .to_owned();
    for row in rows {
        let (a, b, over) = (&row.at_10, &row.at_20, &row.over_personal);
        let _ = write!(
            table,
            "<tr{}><td>{}</td><td>{:.4}</td><td>{:.4}</td><td>{:.4}</td><td>{:.4}</td><td>{:.4}</td><td>{:+.4}</td><td>{:.4}</td>\
             <td>{:.4}</td><td>{:.3}</td><td>{:.4}</td><td>{:.4}</td><td>{:.4}</td></tr>",
            if row.method == OWN { " class=\"own\"" } else { "" },
            escaped(&row.method),
            a.precision.mean,
            a.recall.mean,
            a.recall_pooled,
            a.ndcg.mean,
            a.ndcg.error,
            over.mean,
            over.error,
            a.coverage,
            a.new,
            b.precision.mean,
            b.recall.mean,
            b.ndcg.mean,
        );
    }
    table + "</table>"
}

const OWN: &str = "memberview";
const WIDE: f64 = 520.0;
const HIGH: usize = 22;

/// NDCG@10 as bars, with two standard errors to both sides.
fn bars(rows: &[&Row]) -> String {
    let most =
        rows.iter().map(|row| row.at_10.ndcg.mean + 2.0 * row.at_10.ndcg.error).fold(0.0, f64::max).max(1e-9);
    let at = |value: f64| 190.0 + value.max(0.0) / most * WIDE;
    let mut svg = format!(
        "<svg role=\"img\" aria-label=\"NDCG@10 of each method\" width=\"780\" height=\"{}\">",
        rows.len() * HIGH + 4
    );
    for (nth, row) in rows.iter().enumerate() {
        let (ndcg, y) = (row.at_10.ndcg, nth * HIGH);
        let fill = if row.method == OWN { "#0a6" } else { "#9ab" };
        let _ = write!(
            svg,
            "<text x=\"184\" y=\"{}\" text-anchor=\"end\">{}</text><rect x=\"190\" y=\"{}\" width=\"{:.1}\" height=\"14\" fill=\"{fill}\"/>\
             <line x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{}\" y2=\"{}\" stroke=\"#000\"/><text x=\"{:.1}\" y=\"{}\">{:.4}</text>",
            y + 15,
            escaped(&row.method),
            y + 4,
            at(ndcg.mean) - 190.0,
            at(ndcg.mean - 2.0 * ndcg.error),
            at(ndcg.mean + 2.0 * ndcg.error),
            y + 11,
            y + 11,
            at(ndcg.mean + 2.0 * ndcg.error) + 6.0,
            y + 15,
            ndcg.mean,
        );
    }
    svg + "</svg>"
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
