//! What a type declares, read once for all its instances.

use std::sync::Arc;

use hashbrown::HashMap;
use pyzig_graph::{
    Attribute, Contents, EdgeShape, Freshness, GraphWrite, Incidence, Literal, NameRank, Node, NodeId,
    NodeIndex, SharedAttributes, Text,
};

use crate::builtin::{self, Builtin, CHILD_IDENTIFIER, HAS_SOURCE_CHUNK, INITIALIZED, SOURCE};
use crate::error::Result;
use crate::make_child::{child_name, inherited_attributes, resolved_type_in, type_reference_in};
use crate::make_link::{LHS, RHS, link_attribute};
use crate::number_map::NumberMap;
use crate::resolution::Route;
use crate::{composition, pointer, trait_, type_};

/// What instantiation needs to know about a type graph.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    type_graph: NodeId,
    kinds: Kinds,
    /// Links are only made once the type graph is complete.
    initialized: bool,
    /// Type of the trait that takes pieces of source text to instances.
    source_chunk: Option<NodeId>,
}

/// How a type graph tells what a type declares.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Kinds {
    make_child: NodeId,
    make_link: NodeId,
    is_constructable: NodeId,
}

impl Facts {
    pub(crate) fn read(contents: &Contents, type_graph: &Node) -> Result<Self> {
        let find = |builtin: Builtin| builtin.find(contents, type_graph.id()).map(Node::id);
        let kinds = Kinds {
            make_child: find(Builtin::MakeChild)?,
            make_link: find(Builtin::MakeLink)?,
            is_constructable: find(Builtin::IsConstructable)?,
        };
        Ok(Self::with(contents, type_graph, kinds, None))
    }

    fn with(contents: &Contents, type_graph: &Node, kinds: Kinds, source_chunk: Option<NodeId>) -> Self {
        let initialized = type_graph.attr(INITIALIZED).and_then(Literal::as_bool) == Some(true);
        let id = type_graph.id();
        let source_chunk =
            source_chunk.or_else(|| composition::child_in(contents, id, HAS_SOURCE_CHUNK).map(Node::id));
        Self { type_graph: id, kinds, initialized, source_chunk }
    }

    /// The type of the trait that takes pieces of source text to instances.
    pub(crate) fn source_chunk(&self, contents: &Contents) -> Option<Node> {
        contents.node(self.source_chunk?).cloned()
    }
}

/// Where a type stands among the [`Blueprints`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place(usize);

struct TypeEntry {
    type_at: NodeIndex,
    blueprint: Option<Arc<Blueprint>>,
    /// Whether an instance of the type is under construction.
    is_open: bool,
}

/// What types of a graph declare, as far as it was asked for. Kept with the graph, since it holds until a type changes.
pub(crate) struct Blueprints {
    facts: Facts,
    freshness: Freshness,
    places: NumberMap<NodeIndex, Place>,
    entries: Vec<TypeEntry>,
    /// Where what was read cannot be told to have changed.
    unwatched: Vec<Place>,
}

impl Blueprints {
    /// What was kept with the graph, or a new table. The type graph is in the graph unless its facts are given.
    pub(crate) fn of(
        write: &mut GraphWrite<'_>,
        type_graph: &Node,
        facts: Option<Facts>,
    ) -> Result<Box<Self>> {
        let kept = write.take_kept().and_then(|kept| kept.downcast::<Self>().ok());
        let facts = match (facts, &kept) {
            (Some(facts), _) => facts,
            // What was found by name stays so as long as nothing changes but that edges come at the end.
            (None, Some(kept))
                if kept.facts.type_graph == type_graph.id() && kept.freshness == write.freshness() =>
            {
                Facts::with(write, type_graph, kept.facts.kinds, kept.facts.source_chunk)
            }
            (None, _) => Facts::read(write, type_graph)?,
        };
        let declares_alike =
            |kept: &Self| (kept.facts.kinds, kept.facts.initialized) == (facts.kinds, facts.initialized);
        Ok(match kept.filter(|kept| declares_alike(kept)) {
            Some(mut kept) => {
                kept.facts = facts;
                kept
            }
            None => Box::new(Self {
                facts,
                freshness: write.freshness(),
                places: NumberMap::default(),
                entries: Vec::new(),
                unwatched: Vec::new(),
            }),
        })
    }

    /// The facts of the type graph.
    pub(crate) fn facts(&self) -> Facts {
        self.facts
    }

    /// Forgets what may have changed since it was read.
    pub(crate) fn refresh(&mut self, write: &GraphWrite<'_>) {
        let freshness = write.freshness();
        if self.freshness != freshness {
            self.freshness = freshness;
            self.entries.iter_mut().for_each(|entry| entry.blueprint = None);
        }
    }

    /// Forgets what cannot be told to have changed.
    pub(crate) fn settle(&mut self) {
        for place in self.unwatched.drain(..) {
            if let Some(entry) = self.entries.get_mut(place.0) {
                entry.blueprint = None;
            }
        }
    }

    /// The place of a type, whether or not it can be instantiated.
    pub(crate) fn place(&mut self, type_at: NodeIndex) -> Place {
        *self.places.entry(type_at).or_insert_with(|| {
            self.entries.push(TypeEntry { type_at, blueprint: None, is_open: false });
            Place(self.entries.len() - 1)
        })
    }

    /// What a type declares; `None` if it cannot be instantiated.
    pub(crate) fn get(&mut self, write: &mut GraphWrite<'_>, place: Place) -> Option<&Arc<Blueprint>> {
        if self.entries.get(place.0)?.blueprint.is_none() {
            let blueprint = Arc::new(Blueprint::read(self, write, place)?);
            if !blueprint.is_watched {
                self.unwatched.push(place);
            }
            self.entries.get_mut(place.0)?.blueprint = Some(blueprint);
        }
        self.entries.get(place.0)?.blueprint.as_ref()
    }

    pub(crate) fn type_at(&self, place: Place) -> Option<NodeIndex> {
        self.entries.get(place.0).map(|entry| entry.type_at)
    }

    pub(crate) fn is_open(&self, place: Place) -> bool {
        self.entries.get(place.0).is_some_and(|entry| entry.is_open)
    }

    /// Notes whether an instance of the type is under construction.
    pub(crate) fn set_open(&mut self, place: Place, is_open: bool) {
        if let Some(entry) = self.entries.get_mut(place.0) {
            entry.is_open = is_open;
        }
    }
}

/// What a type that can be instantiated declares.
pub(crate) struct Blueprint {
    pub(crate) place: Place,
    pub(crate) type_at: NodeIndex,
    pub(crate) children: Vec<ChildPlan>,
    /// How the children rank by name, if they are few.
    pub(crate) ranks: Vec<Option<NameRank>>,
    pub(crate) links: Vec<LinkPlan>,
    /// Whether all that could change it is watched.
    is_watched: bool,
}

/// A child that each instance has.
pub(crate) struct ChildPlan {
    pub(crate) make_child: NodeIndex,
    /// The child's name; empty for anonymous children.
    name: Text,
    /// The edge to the child.
    pub(crate) edge: EdgeShape,
    /// `None` if the child's type is not linked.
    pub(crate) child_type: Option<Place>,
    /// What the child gets.
    pub(crate) attributes: SharedAttributes,
    /// The piece of source text that the declaration stems from.
    pub(crate) source: Option<NodeIndex>,
}

/// Where an edge of an instance starts or ends.
pub(crate) struct LinkEnd {
    pub(crate) route: Route,
    /// The child to which the route goes first, by its position among those that the type declares.
    pub(crate) child: Option<usize>,
}

/// An edge that each instance has within it.
pub(crate) struct LinkPlan {
    pub(crate) make_link: NodeIndex,
    /// `None` if the link lacks an end.
    pub(crate) ends: Option<(LinkEnd, LinkEnd)>,
    /// `None` if the link does not tell what edge to make.
    pub(crate) edge: Option<EdgeShape>,
}

impl Blueprint {
    /// Whether instances consist of one node.
    pub(crate) fn is_single(&self) -> bool {
        self.children.is_empty() && self.links.is_empty()
    }

    fn read(blueprints: &mut Blueprints, write: &mut GraphWrite<'_>, place: Place) -> Option<Self> {
        let Facts { kinds, initialized, .. } = blueprints.facts;
        let type_at = blueprints.type_at(place)?;
        let is_constructable = write.index_of(kinds.is_constructable)?;
        // That, like all that was found by name, stays so: edges are added at the end.
        trait_::first_instance_at(write, type_at, is_constructable)?;
        watch(write, type_at);
        let make_child = write.index_of(kinds.make_child);
        let make_link = write.index_of(kinds.make_link).filter(|_| initialized);
        let mut blueprint = Self {
            place,
            type_at,
            children: Vec::new(),
            ranks: Vec::new(),
            links: Vec::new(),
            is_watched: true,
        };
        let declarations: Vec<NodeIndex> =
            composition::FAMILY.outgoing_at(write, type_at).map(Incidence::target_index).collect();
        for declaration in declarations {
            watch(write, declaration);
            let is_instance = |type_at: Option<NodeIndex>| {
                type_at.is_some_and(|type_at| type_::is_instance_of_at(write, declaration, type_at))
            };
            if is_instance(make_child) {
                blueprint.children.push(ChildPlan::read(blueprints, write, declaration)?);
            } else if is_instance(make_link) {
                let link = LinkPlan::read(write, declaration)?;
                blueprint.is_watched &= link
                    .ends
                    .as_ref()
                    .is_none_or(|(lhs, rhs)| lhs.route.is_complete() && rhs.route.is_complete());
                blueprint.links.push(link);
            }
        }
        if blueprint.children.len() <= NameRank::MOST {
            blueprint.ranks = NameRank::of_names(blueprint.children.iter().map(|child| child.name.as_str()));
        }
        blueprint.find_children_of_links();
        Some(blueprint)
    }

    /// An instance has no children but those declared when its links are made, so what a link's first segment finds there
    /// is known beforehand: of several children of one name the first.
    fn find_children_of_links(&mut self) {
        let mut positions: HashMap<&Text, usize> = HashMap::new();
        if self.links.is_empty() {
            return;
        }
        for (position, child) in self.children.iter().enumerate() {
            positions.entry(&child.name).or_insert(position);
        }
        for (lhs, rhs) in self.links.iter_mut().filter_map(|link| link.ends.as_mut()) {
            for end in [lhs, rhs] {
                end.child = end.route.first_child().and_then(|name| positions.get(name).copied());
            }
        }
    }
}

/// Watches a node of which the edges that leave it, its type and its attributes are going to be read.
fn watch(write: &mut GraphWrite<'_>, node: NodeIndex) {
    write.watch(node, type_::FAMILY.edge_type());
}

impl ChildPlan {
    fn read(blueprints: &mut Blueprints, write: &mut GraphWrite<'_>, declaration: NodeIndex) -> Option<Self> {
        let make_child = write.node_at(declaration)?.clone();
        let reference = type_reference_in(write, &make_child).and_then(|node| write.index_of(node.id()));
        if let Some(reference) = reference {
            watch(write, reference);
        }
        let name = Text::from(child_name(&make_child).unwrap_or(composition::ANONYMOUS));
        let child_type = resolved_type_in(write, &make_child).and_then(|node| write.index_of(node.id()));
        let source = pointer::pointed_in(write, make_child.id(), SOURCE);
        Some(Self {
            make_child: declaration,
            edge: composition::shape(name.clone()),
            name,
            child_type: child_type.map(|type_at| blueprints.place(type_at)),
            attributes: inherited_attributes(&make_child).into(),
            source: source.and_then(|node| write.index_of(node.id())),
        })
    }
}

impl LinkPlan {
    fn read(write: &mut GraphWrite<'_>, declaration: NodeIndex) -> Option<Self> {
        let make_link = write.node_at(declaration)?.clone();
        let mut end = |name| {
            let reference = composition::child_in(write, make_link.id(), name)?.clone();
            let route = Route::read(write, &reference);
            // Watched first and read then, in case another thread adds attributes.
            route.references().for_each(|reference| watch(write, reference));
            Some(LinkEnd { route: Route::read(write, &reference), child: None })
        };
        let ends = end(LHS).zip(end(RHS));
        Some(Self { make_link: declaration, ends, edge: edge_shape(&make_link) })
    }
}

/// The edge that a link declares; it carries all attributes of the declaration.
fn edge_shape(make_link: &Node) -> Option<EdgeShape> {
    let shape = EdgeShape::new(
        link_attribute::edge_type(make_link)?,
        link_attribute::directional(make_link).unwrap_or(false),
        link_attribute::order(make_link)?,
        link_attribute::edge_specific(make_link),
    );
    let attributes: Vec<Attribute> = make_link.attrs().cloned().collect();
    Some(shape.name(link_attribute::name(make_link).map(Text::from)).attributes(attributes.into()))
}

/// The name that messages call a type by.
pub(crate) fn display_name(type_node: &Node) -> &str {
    builtin::text(type_node, builtin::TYPE_IDENTIFIER).unwrap_or("(unnamed)")
}

/// Whether an attribute belongs to a child declaration itself instead of to the children made from it.
pub(crate) fn is_own_attribute(attribute: &Attribute) -> bool {
    attribute.name == CHILD_IDENTIFIER
}
