//! Paths of names that are resolved on types, before there are instances.

use hashbrown::HashMap;
use pyzig_graph::{BoundNode, Contents, Node, Text};

use crate::collect::{DeclarationTypes, make_children_in, make_links_in};
use crate::error::{Error, PathErrorKind, Result};
use crate::make_child::{child_name, resolved_type_in};
use crate::reference::Segment;
use crate::typegraph::TypeGraph;
use crate::{composition, trait_};

/// Something about a type that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationError {
    /// The declaration at fault.
    pub node: BoundNode,
    /// What is wrong, as a sentence.
    pub message: String,
}

/// Which segment of a path could not be resolved, and why.
pub(crate) struct Failure {
    pub(crate) kind: PathErrorKind,
    pub(crate) segment: Text,
    pub(crate) index: usize,
}

/// Resolves paths on one type.
pub(crate) struct TypePaths<'a> {
    /// The graph to which the type is bound, and that of the type graph; mostly they are the same.
    contents: &'a Contents,
    types: &'a Contents,
    type_graph: &'a Node,
    declaration_types: DeclarationTypes,
    root: &'a Node,
    /// The root's child declarations by name, once they are asked for.
    declarations: Option<HashMap<&'a str, &'a Node>>,
}

impl<'a> TypePaths<'a> {
    pub(crate) fn new(
        contents: &'a Contents,
        types: &'a Contents,
        type_graph: &'a TypeGraph,
        declaration_types: DeclarationTypes,
        root: &'a Node,
    ) -> Self {
        let type_graph = type_graph.node().node();
        Self { contents, types, type_graph, declaration_types, root, declarations: None }
    }

    /// The root's first child declaration of that name, whatever the name of the edge to it.
    fn declaration(&mut self, name: &str) -> Option<&'a Node> {
        let declarations = self.declarations.get_or_insert_with(|| {
            let mut declarations = HashMap::new();
            for node in make_children_in(self.contents, self.declaration_types, self.root.id()) {
                if let Some(name) = child_name(node) {
                    declarations.entry(name).or_insert(node);
                }
            }
            declarations
        });
        declarations.get(name).copied()
    }

    /// Resolves a path; what stands at its end is of no interest.
    ///
    /// Child segments go to the child's type, if that is linked; trait segments to the type of that name; other segments
    /// mean something in instances only and are skipped.
    pub(crate) fn resolve(&mut self, path: &[Segment]) -> Result<(), Failure> {
        let missing = |index: usize, segment: &str, kind| Failure { kind, segment: segment.into(), index };
        if path.is_empty() {
            return Err(missing(0, "", PathErrorKind::MissingChild));
        }
        let mut type_node = self.root;
        let mut contents = self.contents;
        for (index, segment) in path.iter().enumerate() {
            let name = segment.identifier.as_str();
            if segment.edge_type == composition::FAMILY.edge_type() {
                let child = composition::child_in(contents, type_node.id(), name);
                let child = if index == 0 { child.or_else(|| self.declaration(name)) } else { child };
                let Some(child) = child else {
                    let is_index = index > 0 && name.starts_with(|first: char| first.is_ascii_digit());
                    let kind =
                        if is_index { PathErrorKind::InvalidIndex } else { PathErrorKind::MissingChild };
                    return Err(missing(index, name, kind));
                };
                type_node = resolved_type_in(contents, child).unwrap_or(type_node);
            } else if segment.edge_type == trait_::FAMILY.edge_type() {
                contents = self.types;
                type_node = composition::child_in(contents, self.type_graph.id(), name)
                    .ok_or_else(|| missing(index, name, PathErrorKind::MissingChild))?;
            }
        }
        Ok(())
    }
}

/// Whether a path means something on a type.
fn can_be_validated(path: &[Segment]) -> bool {
    let Some(first) = path.first() else { return false };
    let starts_with_digit = first.identifier.starts_with(|first: char| first.is_ascii_digit());
    !starts_with_digit && !path.iter().any(|segment| segment.identifier.starts_with("<<"))
}

fn display(path: &[Segment]) -> String {
    let names: Vec<&str> = path.iter().map(|segment| segment.identifier.as_str()).collect();
    names.join(".")
}

impl TypeGraph {
    /// What is wrong with a type: names that are declared twice, and links to fields that do not exist.
    pub fn validate_type(&self, type_node: &BoundNode) -> Result<Vec<ValidationError>> {
        let type_graph = self.graph().read()?;
        let types = DeclarationTypes::read(&type_graph, self)?;
        let graph = type_node.graph();
        let read = graph.read()?;
        let mut errors = Vec::new();
        let mut report = |node: &Node, message| {
            errors.push(ValidationError { node: graph.bind(node), message });
        };
        let declarations: Vec<&Node> = make_children_in(&read, types, type_node.node().id()).collect();
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (position, node) in declarations.iter().enumerate() {
            if let Some(name) = child_name(node) {
                by_name.entry(name).or_default().push(position);
            }
        }
        for (position, node) in declarations.iter().enumerate() {
            let Some(name) = child_name(node) else { continue };
            let same = by_name.get(name).map_or(&[][..], Vec::as_slice);
            for later in &same[same.partition_point(|other| *other <= position)..] {
                report(declarations[*later], format!("Field `{name}` is already defined"));
            }
        }
        let links = match make_links_in(&read, types, type_node.node().id()) {
            Ok(links) => links,
            Err(Error::Invalid(_)) => return Ok(errors),
            Err(error) => return Err(error),
        };
        let mut paths = TypePaths::new(&read, &type_graph, self, types, type_node.node());
        for link in &links {
            for path in [&link.lhs, &link.rhs] {
                if can_be_validated(path) && paths.resolve(path).is_err() {
                    report(&link.node, format!("Field `{}` could not be resolved", display(path)));
                }
            }
        }
        Ok(errors)
    }
}
