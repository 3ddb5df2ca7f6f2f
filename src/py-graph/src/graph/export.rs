//! A graph in formats of other programs.

use std::fmt::Write;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use pyzig_graph::{Attribute, Contents, Edge, Literal, Node};

use crate::literal::to_python;

/// The graph in GraphViz's language.
pub(crate) fn dot(contents: &Contents) -> String {
    let mut text = String::from("digraph {\n");
    for node in contents.sorted_nodes() {
        let _ = write!(text, "  {}", node.id());
        if node.attrs().next().is_some() {
            let _ = write!(text, " [label={}]", quoted(&label(&node)));
        }
        text.push_str(";\n");
    }
    for edge in contents.iter_edges() {
        let kind = edge.present_type().0;
        let label = match edge.name() {
            Some(name) => format!("{kind}: {name}"),
            None => kind.to_string(),
        };
        let undirected = if edge.directional() { "" } else { ", dir=none" };
        let _ = writeln!(
            text,
            "  {} -> {} [label={}{undirected}];",
            edge.source_id(),
            edge.target_id(),
            quoted(&label)
        );
    }
    text + "}\n"
}

/// What a node shows in a picture: its number and its attributes.
fn label(node: &Node) -> String {
    let mut label = node.id().to_string();
    for attribute in node.attrs() {
        let _ = write!(label, "\n{}: {}", attribute.name, plain(&attribute.value));
    }
    label
}

/// A value without quotes.
fn plain(value: &Literal) -> String {
    match value {
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => value.to_string(),
        Literal::Uint(value) => value.to_string(),
        Literal::Float(value) => value.to_string(),
        Literal::Text(value) => value.to_string(),
    }
}

/// A text in GraphViz's quotes.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            // GraphViz takes a text up to here for the whole.
            '\0' => quoted.push('\u{FFFD}'),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// The graph as GraphML.
pub(crate) fn graphml(contents: &Contents) -> String {
    let mut keys = Keys::default();
    let mut body = String::new();
    for node in contents.sorted_nodes() {
        let _ = write!(body, "    <node id=\"{}\"", node.id());
        let data = keys.data("node", node.attrs().cloned());
        close(&mut body, "node", &data);
    }
    for edge in contents.iter_edges() {
        let _ = write!(
            body,
            "    <edge id=\"e{}\" source=\"{}\" target=\"{}\" directed=\"{}\"",
            edge.edge_id(),
            edge.source_id(),
            edge.target_id(),
            edge.directional()
        );
        let kind = Attribute::new("edge_type", u64::from(edge.present_type().0));
        let attrs = edge.attrs().into_iter().filter(|attribute| attribute.name != "edge_type");
        let data = keys.data("edge", std::iter::once(kind).chain(attrs));
        close(&mut body, "edge", &data);
    }
    let declarations = keys.declarations();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n{declarations}  \
         <graph edgedefault=\"directed\">\n{body}  </graph>\n</graphml>\n"
    )
}

fn close(body: &mut String, element: &str, data: &str) {
    if data.is_empty() {
        body.push_str("/>\n");
    } else {
        let _ = writeln!(body, ">\n{data}    </{element}>");
    }
}

/// The attributes that occur in a GraphML file, which declares each with a type.
#[derive(Default)]
struct Keys(Vec<(&'static str, String, &'static str)>);

impl Keys {
    /// The `data` elements for a bearer's attributes. Of several attributes of one name the first one counts.
    fn data(&mut self, bearer: &'static str, attributes: impl Iterator<Item = Attribute>) -> String {
        let mut data = String::new();
        let mut seen: Vec<String> = Vec::new();
        for Attribute { name, value } in attributes {
            if seen.iter().any(|other| *other == name) {
                continue;
            }
            let kind = match value {
                Literal::Bool(_) => "boolean",
                Literal::Int(_) | Literal::Uint(_) => "long",
                Literal::Float(_) => "double",
                Literal::Text(_) => "string",
            };
            let key = self.key(bearer, &name, kind);
            let _ = writeln!(data, "      <data key=\"d{key}\">{}</data>", escaped(&plain(&value)));
            seen.push(name.to_string());
        }
        data
    }

    fn key(&mut self, bearer: &'static str, name: &str, kind: &'static str) -> usize {
        let known = self.0.iter().position(|key| key.0 == bearer && key.1 == name && key.2 == kind);
        known.unwrap_or_else(|| {
            self.0.push((bearer, name.to_owned(), kind));
            self.0.len() - 1
        })
    }

    fn declarations(&self) -> String {
        let mut declarations = String::new();
        for (number, (bearer, name, kind)) in self.0.iter().enumerate() {
            let name = escaped(name);
            let _ = writeln!(
                declarations,
                "  <key id=\"d{number}\" for=\"{bearer}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
            );
        }
        declarations
    }
}

/// A text that can stand in XML, attributes included. What XML cannot hold is replaced.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(character),
            '\r' => escaped.push_str("&#13;"),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The graph in the form that `networkx.node_link_graph(data, edges="edges")` takes.
pub(crate) fn node_link<'py>(
    py: Python<'py>,
    nodes: &[Node],
    edges: &[Edge],
) -> PyResult<Bound<'py, PyDict>> {
    let data = PyDict::new(py);
    data.set_item("directed", true)?;
    data.set_item("multigraph", true)?;
    data.set_item("graph", PyDict::new(py))?;
    let node_list = PyList::empty(py);
    for node in nodes {
        let entry = attributes(py, node.attrs().cloned())?;
        entry.set_item("id", node.id().get())?;
        node_list.append(entry)?;
    }
    data.set_item("nodes", node_list)?;
    let edge_list = PyList::empty(py);
    for edge in edges {
        let entry = attributes(py, edge.attrs())?;
        entry.set_item("source", edge.source_id().get())?;
        entry.set_item("target", edge.target_id().get())?;
        entry.set_item("key", edge.id().get())?;
        entry.set_item("edge_type", edge.edge_type().0)?;
        entry.set_item("directional", edge.directional())?;
        edge_list.append(entry)?;
    }
    data.set_item("edges", edge_list)?;
    Ok(data)
}

/// Attributes as a dict. Of several attributes of one name the first one counts.
fn attributes(py: Python<'_>, attributes: impl Iterator<Item = Attribute>) -> PyResult<Bound<'_, PyDict>> {
    let values = PyDict::new(py);
    for attribute in attributes {
        if !values.contains(attribute.name.as_str())? {
            values.set_item(attribute.name.as_str(), to_python(py, &attribute.value))?;
        }
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use pyzig_graph::{EdgeSpec, EdgeTypeId, GraphView};

    use super::*;

    #[test]
    fn texts_are_escaped() {
        assert_eq!(quoted("a\"b\\c\nd\0"), "\"a\\\"b\\\\c\\nd\u{FFFD}\"");
        assert_eq!(escaped("<a & \"b\">\u{1}"), "&lt;a &amp; &quot;b&quot;&gt;\u{FFFD}");
    }

    #[test]
    fn graphml_declares_each_attribute_once_and_keeps_the_first_value() {
        let graph = GraphView::create().unwrap();
        let node = graph.create_node().unwrap();
        node.push_attr("value", "first");
        node.push_attr("value", "second");
        let spec = EdgeSpec::new(&node, graph.self_node(), EdgeTypeId(7)).name("x");
        graph.create_edge(spec).unwrap();
        let text = graphml(&graph.read().unwrap());
        assert_eq!(text.matches("attr.name=\"value\"").count(), 1);
        assert!(text.contains(">first<") && !text.contains(">second<"));
        assert!(text.contains("attr.name=\"edge_type\" attr.type=\"long\""));
        assert!(dot(&graph.read().unwrap()).contains("[label=\"7: x\", dir=none]"));
    }
}
