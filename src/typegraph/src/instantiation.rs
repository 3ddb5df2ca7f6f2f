//! Makes instances of types.

use std::borrow::Cow;
use std::rc::Rc;

use pyzig_graph::{Attribute, BoundNode, GraphError, GraphView, GraphWrite, Node, NodeId, NodeIndex, Text};

use crate::blueprint::{Blueprint, Facts, LinkPlan, display_name, may_change_types};
use crate::builtin::{HAS_SOURCE_CHUNK, SOURCE};
use crate::error::{Error, InstantiationError, InstantiationErrorKind, Result};
use crate::number_map::{NumberMap, NumberSet};
use crate::typegraph::TypeGraph;
use crate::{composition, pointer, trait_, type_};

/// Name of the child of the source chunk trait that points to the piece of source text.
const SOURCE_POINTER: &str = "source_ptr";

impl TypeGraph {
    /// Makes an instance of a type, in the graph to which the type is bound; the attributes go to the instance itself.
    ///
    /// Creates the instance, then its children in the order of their declarations, each with all below it, then the links.
    /// Fails with an [`InstantiationError`] that names the declaration at fault, and then creates nothing.
    pub fn instantiate_node(&self, type_node: &BoundNode, attributes: Vec<Attribute>) -> Result<BoundNode> {
        let graph = type_node.graph();
        let mut write;
        let facts = if graph == self.graph() {
            write = graph.write()?;
            Facts::read(&write, self.node().node())?
        } else {
            let facts = Facts::read(&*self.graph().read()?, self.node().node())?;
            write = graph.write()?;
            facts
        };
        let instance = Instantiation::with(&mut write, facts).run(type_node.node(), attributes)?;
        write.commit();
        Ok(graph.bind(&instance))
    }

    /// Makes an instance of the type of that name.
    pub fn instantiate(&self, name: &str) -> Result<BoundNode> {
        let type_node = self.type_by_name(name)?.ok_or_else(|| InstantiationError {
            node: self.node().clone(),
            kind: InstantiationErrorKind::InvalidArgument,
            message: "Type not found".into(),
            identifier: Text::default(),
        })?;
        self.instantiate_node(&type_node, Vec::new())
    }
}

/// Runs a change of a type graph, for which instances are made, in one transaction.
pub(crate) fn transact<T>(
    type_graph: &TypeGraph,
    change: impl FnOnce(&mut Instantiation<'_, '_>) -> Result<T>,
) -> Result<T> {
    let mut write = type_graph.graph().write()?;
    let facts = Facts::read(&write, type_graph.node().node())?;
    let result = change(&mut Instantiation::with(&mut write, facts))?;
    write.commit();
    Ok(result)
}

/// Why an instance cannot be made.
enum Stop {
    Fault(Fault),
    Error(Error),
}

struct Fault {
    node: Node,
    kind: InstantiationErrorKind,
    message: Cow<'static, str>,
    identifier: Text,
}

impl Fault {
    fn new(node: &Node, kind: InstantiationErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self { node: node.clone(), kind, message: message.into(), identifier: Text::default() }
    }

    fn identifier(mut self, identifier: impl Into<Text>) -> Self {
        self.identifier = identifier.into();
        self
    }

    fn into_error(self, graph: &GraphView) -> Error {
        Error::from(InstantiationError {
            node: graph.bind(&self.node),
            kind: self.kind,
            message: self.message,
            identifier: self.identifier,
        })
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<GraphError> for Stop {
    fn from(error: GraphError) -> Self {
        Self::Error(error.into())
    }
}

/// What an instance under construction is for its parent.
enum Role {
    /// The child whose turn it is; the outermost instance has this role as well.
    Child,
    /// The trait that takes the piece of source text to this child.
    SourceChunk(Node),
}

/// An instance under construction.
struct Frame {
    blueprint: Rc<Blueprint>,
    instance: Node,
    /// Where the instance is in the graph.
    at: NodeIndex,
    role: Role,
    /// Whose turn it is.
    child: usize,
}

/// Makes instances within a transaction.
///
/// What a type declares is read once. The instances under construction stand on a stack of their own, so types can be
/// nested without limit.
pub(crate) struct Instantiation<'a, 'g> {
    write: &'a mut GraphWrite<'g>,
    facts: Facts,
    blueprints: NumberMap<NodeId, Rc<Blueprint>>,
    /// The types of the instances under construction.
    open: NumberSet<NodeId>,
    /// The first node made; nodes with lower numbers were there before.
    first: Option<NodeId>,
}

impl<'a, 'g> Instantiation<'a, 'g> {
    fn with(write: &'a mut GraphWrite<'g>, facts: Facts) -> Self {
        Self { write, facts, blueprints: NumberMap::default(), open: NumberSet::default(), first: None }
    }

    /// The transaction.
    pub(crate) fn write(&mut self) -> &mut GraphWrite<'g> {
        self.write
    }

    /// Makes an instance of a type.
    pub(crate) fn run(&mut self, type_node: &Node, attributes: Vec<Attribute>) -> Result<Node> {
        let mut stack = Vec::new();
        let result = self.build(&mut stack, type_node, attributes);
        self.open.clear();
        result.map_err(|stop| match stop {
            Stop::Error(error) => error,
            Stop::Fault(fault) => blame_source_chunk(&stack).unwrap_or(fault).into_error(self.write.view()),
        })
    }

    fn build(
        &mut self,
        stack: &mut Vec<Frame>,
        type_node: &Node,
        attributes: Vec<Attribute>,
    ) -> Result<Node, Stop> {
        let blueprint = self.blueprint(type_node)?;
        self.begin(stack, blueprint, attributes, Role::Child)?;
        while let Some(frame) = stack.last() {
            if frame.child < frame.blueprint.children.len() {
                self.begin_child(stack)?;
                continue;
            }
            for link in &Rc::clone(&frame.blueprint).links {
                self.link(link, &frame.instance)?;
            }
            let Some(done) = stack.pop() else { break };
            self.open.remove(&done.blueprint.type_node.id());
            if stack.is_empty() {
                return Ok(done.instance);
            }
            self.attach(stack, done)?;
        }
        Err(Error::invalid("An instance under construction has no parent").into())
    }

    /// Begins the child whose turn it is, for the instance on top of the stack.
    fn begin_child(&mut self, stack: &mut Vec<Frame>) -> Result<(), Stop> {
        let Some(parent) = stack.last_mut() else { return Ok(()) };
        let parent_blueprint = Rc::clone(&parent.blueprint);
        let Some(plan) = parent_blueprint.children.get(parent.child) else { return Ok(()) };
        let type_node = plan.type_node.as_ref().ok_or_else(|| {
            Fault::new(
                &plan.make_child,
                InstantiationErrorKind::UnresolvedTypeReference,
                "Unresolved type reference (linking required)",
            )
        })?;
        let blueprint = self.blueprint(type_node)?;
        let has_source = plan.source.is_some() && self.facts.source_chunk.is_some();
        // Most children consist of one node, which is finished at once.
        if blueprint.is_single() && !has_source && !self.open.contains(&type_node.id()) {
            let (instance, at) = self.create(&blueprint, plan.attributes.clone())?;
            let mut spec = composition::FAMILY.spec(&parent.instance, &instance);
            spec.name = Some(plan.name.clone());
            composition::FAMILY.insert_between(self.write, spec, (parent.at, at))?;
            parent.child += 1;
            return Ok(());
        }
        self.begin(stack, blueprint, plan.attributes.clone(), Role::Child)
    }

    /// What a type declares, if instances can be made of it.
    fn blueprint(&mut self, type_node: &Node) -> Result<Rc<Blueprint>, Stop> {
        let read = || Rc::new(Blueprint::read(self.write, &self.facts, type_node));
        let blueprint = Rc::clone(self.blueprints.entry(type_node.id()).or_insert_with(read));
        if blueprint.constructable {
            return Ok(blueprint);
        }
        let message = "Type is not constructable (not fully linked/merged)";
        let fault = Fault::new(type_node, InstantiationErrorKind::Other, message);
        Err(fault.identifier(display_name(type_node)).into())
    }

    /// Creates the node of an instance, with the edge from its type.
    fn create(
        &mut self,
        blueprint: &Blueprint,
        attributes: Vec<Attribute>,
    ) -> Result<(Node, NodeIndex), Stop> {
        let instance = Node::with_attributes(attributes)?;
        self.first.get_or_insert(instance.id());
        let at = self.write.insert_node(&instance);
        let type_node = &blueprint.type_node;
        match blueprint.type_at {
            Some(type_at) => {
                let spec = type_::FAMILY.spec(type_node, &instance);
                type_::FAMILY.insert_between(self.write, spec, (type_at, at))?;
            }
            // The type has come into the graph since then, or it is missing.
            None => drop(type_::add_instance_in(self.write, type_node, &instance)?),
        }
        Ok((instance, at))
    }

    /// Creates the node of an instance and puts it on the stack.
    fn begin(
        &mut self,
        stack: &mut Vec<Frame>,
        blueprint: Rc<Blueprint>,
        attributes: Vec<Attribute>,
        role: Role,
    ) -> Result<(), Stop> {
        let type_node = &blueprint.type_node;
        if !self.open.insert(type_node.id()) {
            return Err(circle(stack, type_node).into());
        }
        let (instance, at) = self.create(&blueprint, attributes)?;
        stack.push(Frame { blueprint, instance, at, role, child: 0 });
        Ok(())
    }

    /// Joins a finished instance to its parent, which is now on top of the stack.
    fn attach(&mut self, stack: &mut Vec<Frame>, done: Frame) -> Result<(), Stop> {
        let Some(parent) = stack.last_mut() else {
            return Ok(());
        };
        let Some(plan) = parent.blueprint.children.get(parent.child) else {
            return Ok(());
        };
        match done.role {
            Role::Child => {
                let mut spec = composition::FAMILY.spec(&parent.instance, &done.instance);
                spec.name = Some(plan.name.clone());
                composition::FAMILY.insert_between(self.write, spec, (parent.at, done.at))?;
                if plan.source.is_some()
                    && let Some(chunk_type) = self.facts.source_chunk.clone()
                {
                    // The trait comes into being while the child's turn lasts.
                    let role = Role::SourceChunk(done.instance);
                    let result = self
                        .blueprint(&chunk_type)
                        .and_then(|blueprint| self.begin(stack, blueprint, Vec::new(), role));
                    return result.map_err(|stop| match (stop, stack.last()) {
                        (Stop::Fault(_), Some(parent)) => source_chunk_fault(parent).into(),
                        (stop, _) => stop,
                    });
                }
            }
            Role::SourceChunk(child) => {
                let spec = trait_::FAMILY.spec(&child, &done.instance).name(HAS_SOURCE_CHUNK);
                trait_::FAMILY.insert_in(self.write, spec)?;
                let pointing = composition::child_in(self.write, done.instance.id(), SOURCE_POINTER).cloned();
                if let (Some(pointing), Some(source)) = (pointing, &plan.source) {
                    pointer::point_to_in(self.write, &pointing, source, Some(SOURCE))?;
                }
            }
        }
        parent.child += 1;
        Ok(())
    }

    /// Makes an edge within an instance.
    fn link(&mut self, link: &LinkPlan, instance: &Node) -> Result<(), Stop> {
        let (Some((lhs, rhs)), Some(edge)) = (&link.ends, &link.edge) else {
            let (kind, message) = if link.ends.is_none() {
                (InstantiationErrorKind::MissingOperandReference, "Missing operand reference in MakeLink")
            } else {
                (
                    InstantiationErrorKind::Other,
                    "MakeLink does not tell the type and order of the edge to make",
                )
            };
            return Err(Fault::new(&link.make_link, kind, message).into());
        };
        let mut ends = [lhs, rhs].into_iter().map(|route| {
            let reached = route.follow(self.write, self.write, instance);
            reached.map(|(node, _)| node).map_err(|missed| {
                let kind = InstantiationErrorKind::UnresolvedReference;
                Fault::new(&link.make_link, kind, missed.message()).identifier(missed.identifier.clone())
            })
        });
        let (Some(source), Some(target)) = (ends.next(), ends.next()) else {
            return Ok(());
        };
        let spec = edge.spec(&link.make_link, source?, target?);
        let edge = self.write.create_edge(spec).map_err(|error| match error {
            GraphError::SourceNotInGraph => unreached(link, "Link source node not in graph"),
            GraphError::TargetNotInGraph => unreached(link, "Link target node not in graph"),
            error => error.into(),
        })?;
        let first = self.first;
        if may_change_types(&edge, |node| first.is_none_or(|first| node < first)) {
            self.blueprints.clear();
        }
        Ok(())
    }
}

fn unreached(link: &LinkPlan, message: &'static str) -> Stop {
    Fault::new(&link.make_link, InstantiationErrorKind::Other, message).into()
}

fn source_chunk_fault(parent: &Frame) -> Fault {
    let message = "MakeChild instantiation failed";
    Fault::new(&parent.blueprint.type_node, InstantiationErrorKind::Other, message)
}

/// Whatever goes wrong in a source chunk is blamed on the type whose child should get it.
fn blame_source_chunk(stack: &[Frame]) -> Option<Fault> {
    let chunk = stack.iter().position(|frame| matches!(frame.role, Role::SourceChunk(_)))?;
    stack.get(chunk.checked_sub(1)?).map(source_chunk_fault)
}

/// Up to how many types of a circle are named at either side of what is left out.
const NAMED: usize = 8;

/// The instances on the stack from the one of that type on would contain each other without end.
fn circle(stack: &[Frame], type_node: &Node) -> Fault {
    let types = || stack.iter().map(|frame| &frame.blueprint.type_node);
    let start = types().position(|node| node == type_node).unwrap_or(0);
    let names: Vec<&str> = types().skip(start).map(display_name).collect();
    let skipped = names.len().saturating_sub(2 * NAMED);
    let mut circle: Vec<&str> = names.iter().take(NAMED).copied().collect();
    if skipped > 0 {
        circle.push("…");
    }
    circle.extend(names.iter().skip((NAMED + skipped).min(names.len())));
    circle.push(display_name(type_node));
    let message = format!("Type contains itself: {}", circle.join(" > "));
    let declaration = stack
        .last()
        .and_then(|frame| frame.blueprint.children.get(frame.child))
        .map_or(type_node, |child| &child.make_child);
    Fault::new(declaration, InstantiationErrorKind::Other, message).identifier(display_name(type_node))
}
