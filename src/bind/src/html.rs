//! Tables for notebooks.

use std::fmt::Write;

use pyo3::prelude::*;
use pyzig_model::{Arity, Kind, Schema};

/// Rows that are shown; the rest is counted.
const MOST_ROWS: usize = 100;

/// A table with a row for each element and a column for each field that is one plain value somewhere.
pub(crate) fn table(schema: &'static Schema, caption: &str, elements: &[Bound<'_, PyAny>]) -> String {
    let shown = &elements[..elements.len().min(MOST_ROWS)];
    let mut columns: Vec<(&str, Vec<String>)> = Vec::new();
    for field in schema.fields {
        if field.arity == Arity::List || matches!(field.kind, Kind::Struct(_)) {
            continue;
        }
        // A value that does not fit its field is shown as such, in its cell.
        let cells: Vec<String> = shown
            .iter()
            .map(|element| match element.getattr(field.name) {
                Ok(value) if value.is_none() => String::new(),
                Ok(value) => value.str().map_or_else(|_| "?".to_owned(), |text| text.to_string()),
                Err(_) => "?".to_owned(),
            })
            .collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            columns.push((field.name, cells));
        }
    }
    let mut html = String::new();
    let _ = write!(
        html,
        "<table><caption>{} ({})</caption><thead><tr><th></th>",
        escaped(caption),
        elements.len()
    );
    for (name, _) in &columns {
        let _ = write!(html, "<th>{}</th>", escaped(name));
    }
    html.push_str("</tr></thead><tbody>");
    for row in 0..shown.len() {
        let _ = write!(html, "<tr><th>{row}</th>");
        for (_, cells) in &columns {
            let _ = write!(html, "<td>{}</td>", escaped(&cells[row]));
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table>");
    if elements.len() > shown.len() {
        let _ = write!(html, "<p>and {} more</p>", elements.len() - shown.len());
    }
    html
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            _ => safe.push(character),
        }
    }
    safe
}
