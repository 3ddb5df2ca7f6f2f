//! Makes instances of types.

use std::borrow::Cow;
use std::sync::Arc;

use pyzig_graph::{
    Attribute, BoundNode, Contents, EdgeShape, GraphError, GraphView, GraphWrite, Incidence, Incoming, Node,
    NodeIndex, Text,
};

use crate::blueprint::{Blueprint, Blueprints, ChildPlan, Facts, LinkEnd, LinkPlan, display_name};
use crate::builtin::{HAS_SOURCE_CHUNK, SOURCE};
use crate::error::{Error, InstantiationError, InstantiationErrorKind, Result};
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
            None
        } else {
            let read = self.graph().read()?;
            let facts = Facts::read(&read, self.node().node())?;
            let source_chunk = facts.source_chunk(&read);
            drop(read);
            write = graph.write()?;
            Some((facts, source_chunk))
        };
        let mut instantiation = Instantiation::with(&mut write, self.node().node(), facts)?;
        let instance = instantiation.run(type_node.node(), attributes)?;
        instantiation.finish();
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
    let mut instantiation = Instantiation::with(&mut write, type_graph.node().node(), None)?;
    let result = change(&mut instantiation)?;
    instantiation.finish();
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
    SourceChunk(NodeIndex),
}

/// An instance under construction.
struct Frame {
    blueprint: Arc<Blueprint>,
    /// Where the instance is in the graph.
    at: NodeIndex,
    role: Role,
    /// Whose turn it is.
    child: usize,
    /// Where its children begin among the [`Instantiation::children`].
    first_child: usize,
}

impl Frame {
    fn type_node<'c>(&self, contents: &'c Contents) -> Option<&'c Node> {
        contents.node_at(self.blueprint.type_at)
    }
}

/// Makes instances within a transaction.
///
/// What a type declares is read once. The instances under construction stand on a stack of their own, so types can be
/// nested without limit.
pub(crate) struct Instantiation<'a, 'g> {
    write: &'a mut GraphWrite<'g>,
    /// Type of the trait that takes pieces of source text to instances.
    source_chunk: Option<Node>,
    blueprints: Box<Blueprints>,
    /// The edge from a type to an instance.
    type_edge: &'static EdgeShape,
    /// The finished children of the instances under construction, those of the innermost one last.
    children: Vec<NodeIndex>,
}

impl<'a, 'g> Instantiation<'a, 'g> {
    /// The type graph is in the graph unless its facts are given, with its type of source chunks.
    fn with(
        write: &'a mut GraphWrite<'g>,
        type_graph: &Node,
        facts: Option<(Facts, Option<Node>)>,
    ) -> Result<Self> {
        let (facts, source_chunk) = facts.unzip();
        let blueprints = Blueprints::of(write, type_graph, facts)?;
        let source_chunk = source_chunk.unwrap_or_else(|| blueprints.facts().source_chunk(write));
        Ok(Self { write, source_chunk, blueprints, type_edge: &type_::SHAPE, children: Vec::new() })
    }

    /// The transaction.
    pub(crate) fn write(&mut self) -> &mut GraphWrite<'g> {
        self.write
    }

    /// Leaves what was read about types with the graph.
    fn finish(mut self) {
        self.blueprints.settle();
        self.write.keep(self.blueprints);
    }

    /// Makes an instance of a type.
    pub(crate) fn run(&mut self, type_node: &Node, attributes: Vec<Attribute>) -> Result<Node> {
        let mut stack = Vec::new();
        self.children.clear();
        self.blueprints.refresh(self.write);
        let result = self.build(&mut stack, type_node, attributes);
        for frame in &stack {
            self.blueprints.set_open(frame.blueprint.place, false);
        }
        result.map_err(|stop| match stop {
            Stop::Error(error) => error,
            Stop::Fault(fault) => {
                let fault = blame_source_chunk(self.write, &stack).unwrap_or(fault);
                fault.into_error(self.write.view())
            }
        })
    }

    fn build(
        &mut self,
        stack: &mut Vec<Frame>,
        type_node: &Node,
        attributes: Vec<Attribute>,
    ) -> Result<Node, Stop> {
        let blueprint = self.blueprint_of(type_node)?;
        let instance = Node::with_attributes(attributes)?;
        self.begin(stack, blueprint, instance.clone(), Role::Child)?;
        while let Some(frame) = stack.last() {
            if frame.child < frame.blueprint.children.len() {
                self.make_children(stack)?;
                continue;
            }
            self.write.rank_edges(frame.at, composition::FAMILY.edge_type(), &frame.blueprint.ranks);
            for link in &frame.blueprint.links {
                self.link(link, frame)?;
            }
            let Some(done) = stack.pop() else { break };
            self.children.truncate(done.first_child);
            self.blueprints.set_open(done.blueprint.place, false);
            if stack.is_empty() {
                return Ok(instance);
            }
            self.attach(stack, &done)?;
        }
        Err(Error::invalid("An instance under construction has no parent").into())
    }

    /// Makes children for the instance on top of the stack, up to one that has children of its own, which is begun.
    fn make_children(&mut self, stack: &mut Vec<Frame>) -> Result<(), Stop> {
        let Some(parent) = stack.last_mut() else { return Ok(()) };
        let parent_blueprint = Arc::clone(&parent.blueprint);
        while let Some(plan) = parent_blueprint.children.get(parent.child) {
            let place = plan.child_type.ok_or_else(|| {
                let message = "Unresolved type reference (linking required)";
                self.fault(plan.make_child, InstantiationErrorKind::UnresolvedTypeReference, message)
            })?;
            let Some(blueprint) = self.blueprints.get(self.write, place) else {
                let type_at = self.blueprints.type_at(place);
                return Err(type_at
                    .and_then(|at| self.write.node_at(at))
                    .map_or_else(homeless, not_constructable));
            };
            let has_source = plan.source.is_some() && self.source_chunk.is_some();
            let instance = Node::sharing_attributes(&plan.attributes)?;
            // Most children consist of one node, which is finished at once.
            if !blueprint.is_single() || has_source {
                let blueprint = Arc::clone(blueprint);
                return self.begin(stack, blueprint, instance, Role::Child);
            }
            let edges = [
                Incoming { source: blueprint.type_at, shape: self.type_edge },
                Incoming { source: parent.at, shape: &plan.edge },
            ];
            let child = self.write.insert_new_node(instance, &edges, edges.len())?;
            self.children.push(child);
            parent.child += 1;
        }
        Ok(())
    }

    /// What a type declares, if instances can be made of it.
    fn blueprint_of(&mut self, type_node: &Node) -> Result<Arc<Blueprint>, Stop> {
        let type_at = self.write.index_of(type_node.id());
        let place = type_at.map(|at| self.blueprints.place(at));
        let blueprint = place.and_then(|place| self.blueprints.get(self.write, place));
        blueprint.cloned().ok_or_else(|| not_constructable(type_node))
    }

    fn fault(
        &self,
        at: NodeIndex,
        kind: InstantiationErrorKind,
        message: impl Into<Cow<'static, str>>,
    ) -> Stop {
        match self.write.node_at(at) {
            Some(node) => Fault::new(node, kind, message).into(),
            None => homeless(),
        }
    }

    /// Adds the node of an instance, with the edge from its type, and puts it on the stack.
    fn begin(
        &mut self,
        stack: &mut Vec<Frame>,
        blueprint: Arc<Blueprint>,
        instance: Node,
        role: Role,
    ) -> Result<(), Stop> {
        if self.blueprints.is_open(blueprint.place) {
            return Err(circle(self.write, stack, &blueprint));
        }
        let edges = [Incoming { source: blueprint.type_at, shape: self.type_edge }];
        // Besides, an edge to each child and one from the parent.
        let expected = edges.len() + blueprint.children.len() + 1;
        let at = self.write.insert_new_node(instance, &edges, expected)?;
        self.blueprints.set_open(blueprint.place, true);
        stack.push(Frame { blueprint, at, role, child: 0, first_child: self.children.len() });
        Ok(())
    }

    /// Joins a finished instance to its parent, which is now on top of the stack.
    fn attach(&mut self, stack: &mut Vec<Frame>, done: &Frame) -> Result<(), Stop> {
        let Some(parent) = stack.last_mut() else {
            return Ok(());
        };
        let Some(plan) = parent.blueprint.children.get(parent.child) else {
            return Ok(());
        };
        match done.role {
            Role::Child => {
                self.write.connect(&plan.edge, parent.at, done.at)?;
                self.children.push(done.at);
                if plan.source.is_some()
                    && let Some(chunk_type) = self.source_chunk.clone()
                {
                    // The trait comes into being while the child's turn lasts.
                    let role = Role::SourceChunk(done.at);
                    let result = self
                        .blueprint_of(&chunk_type)
                        .and_then(|blueprint| self.begin(stack, blueprint, Node::create()?, role));
                    return result.map_err(|stop| match (stop, stack.last()) {
                        (Stop::Fault(_), Some(parent)) => {
                            source_chunk_fault(self.write, parent).map_or_else(homeless, Stop::Fault)
                        }
                        (stop, _) => stop,
                    });
                }
            }
            Role::SourceChunk(child) => self.point_to_source(plan, child, done.at)?,
        }
        parent.child += 1;
        Ok(())
    }

    /// Gives a child the trait that points to the piece of source text from which its declaration stems.
    fn point_to_source(&mut self, plan: &ChildPlan, child: NodeIndex, chunk: NodeIndex) -> Result<(), Stop> {
        let shape = trait_::FAMILY.shape(Some(HAS_SOURCE_CHUNK.into()));
        self.write.connect(&shape, child, chunk)?;
        let pointing = self
            .write
            .named_edge_at(chunk, composition::FAMILY.edge_type(), SOURCE_POINTER)
            .map(Incidence::target_index);
        if let (Some(pointing), Some(source)) = (pointing, plan.source) {
            let shape = pointer::FAMILY.shape(Some(SOURCE.into()));
            self.write.connect(&shape, pointing, source)?;
        }
        Ok(())
    }

    /// Makes an edge within an instance.
    fn link(&mut self, link: &LinkPlan, frame: &Frame) -> Result<(), Stop> {
        let instance = frame.at;
        let (Some((lhs, rhs)), Some(edge)) = (&link.ends, &link.edge) else {
            let (kind, message) = if link.ends.is_none() {
                (InstantiationErrorKind::MissingOperandReference, "Missing operand reference in MakeLink")
            } else {
                (
                    InstantiationErrorKind::Other,
                    "MakeLink does not tell the type and order of the edge to make",
                )
            };
            return Err(self.fault(link.make_link, kind, message));
        };
        let mut ends = [lhs, rhs].into_iter().map(|LinkEnd { route, child }| {
            let child = child.and_then(|child| self.children.get(frame.first_child + child));
            let reached = match child {
                Some(child) => route.follow_from_child(self.write, *child),
                None => route.follow(self.write, self.write, Some(instance)).map(|(at, _)| at),
            };
            reached.map(|at| at.unwrap_or(instance)).map_err(|missed| {
                let kind = InstantiationErrorKind::UnresolvedReference;
                match self.fault(link.make_link, kind, missed.message()) {
                    Stop::Fault(fault) => fault.identifier(missed.identifier.clone()).into(),
                    stop @ Stop::Error(_) => stop,
                }
            })
        });
        let (Some(source), Some(target)) = (ends.next(), ends.next()) else {
            return Ok(());
        };
        let (source, target) = (source?, target?);
        self.write.connect(edge, source, target)?;
        // The edge may belong to a type.
        self.blueprints.refresh(self.write);
        Ok(())
    }
}

fn homeless() -> Stop {
    Error::invalid("An edge leads out of the graph").into()
}

fn not_constructable(type_node: &Node) -> Stop {
    let message = "Type is not constructable (not fully linked/merged)";
    let fault = Fault::new(type_node, InstantiationErrorKind::Other, message);
    fault.identifier(display_name(type_node)).into()
}

fn source_chunk_fault(contents: &Contents, parent: &Frame) -> Option<Fault> {
    let message = "MakeChild instantiation failed";
    Some(Fault::new(parent.type_node(contents)?, InstantiationErrorKind::Other, message))
}

/// Whatever goes wrong in a source chunk is blamed on the type whose child should get it.
fn blame_source_chunk(contents: &Contents, stack: &[Frame]) -> Option<Fault> {
    let chunk = stack.iter().position(|frame| matches!(frame.role, Role::SourceChunk(_)))?;
    source_chunk_fault(contents, stack.get(chunk.checked_sub(1)?)?)
}

/// Up to how many types of a circle are named at either side of what is left out.
const NAMED: usize = 8;

/// The instances on the stack from the one of that type on would contain each other without end.
fn circle(contents: &Contents, stack: &[Frame], blueprint: &Blueprint) -> Stop {
    let Some(type_node) = contents.node_at(blueprint.type_at) else { return homeless() };
    let types = || stack.iter().filter_map(|frame| frame.type_node(contents));
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
        .and_then(|child| contents.node_at(child.make_child))
        .unwrap_or(type_node);
    Fault::new(declaration, InstantiationErrorKind::Other, message).identifier(display_name(type_node)).into()
}
