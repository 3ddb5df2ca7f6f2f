//! Link declarations: what edges the instances of a type have within them.
//!
//! A declaration is a node of type `MakeLink` below the type. Below it stand the references to both ends.

use pyzig_graph::{Attribute, BoundNode, Node};

use crate::builder::EdgeCreationAttributes;
use crate::builtin::Builtin;
use crate::composition;
use crate::error::{Error, Result};
use crate::instantiation::{Instantiation, transact};
use crate::typegraph::TypeGraph;

/// Name of the declaration's child that refers to where the edge starts.
pub(crate) const LHS: &str = "lhs";
/// Name of the declaration's child that refers to where the edge ends.
pub(crate) const RHS: &str = "rhs";

/// What a link declaration tells about the edge to make.
pub(crate) mod link_attribute {
    use pyzig_graph::{Attribute, EdgeOrder, EdgeTypeId, NAME, Node};

    use crate::builder::EdgeCreationAttributes;

    const EDGE_TYPE: &str = "edge_type";
    const DIRECTIONAL: &str = "directional";
    const ORDER: &str = "order";
    const EDGE_SPECIFIC: &str = "edge_specific";

    /// The attributes of the declaration, in the order in which they stand.
    pub(crate) fn store(edge: &EdgeCreationAttributes) -> Vec<Attribute> {
        let mut attributes = vec![Attribute::new(EDGE_TYPE, i64::from(edge.edge_type.0))];
        attributes.extend(edge.directional.map(|value| Attribute::new(DIRECTIONAL, value)));
        attributes.extend(edge.name.clone().map(|value| Attribute::new(NAME, value)));
        attributes.push(Attribute::new(ORDER, i64::from(edge.order.get())));
        attributes.extend(edge.edge_specific.map(|value| Attribute::new(EDGE_SPECIFIC, value)));
        attributes.extend(edge.dynamic.iter().cloned());
        attributes
    }

    /// The attributes beyond those that have a name of their own here: what is left when the first of each of these names
    /// is taken away.
    pub(crate) fn dynamic(make_link: &Node) -> Vec<Attribute> {
        let mut own = vec![EDGE_TYPE, DIRECTIONAL, NAME, ORDER, EDGE_SPECIFIC];
        let mut is_own = |attribute: &&Attribute| {
            let found = own.iter().position(|name| *attribute.name == **name);
            found.map(|at| own.swap_remove(at)).is_some()
        };
        make_link.attrs().filter(|attribute| !is_own(attribute)).cloned().collect()
    }

    pub(crate) fn edge_type(make_link: &Node) -> Option<EdgeTypeId> {
        let number = make_link.attr(EDGE_TYPE)?.as_i64()?;
        u8::try_from(number).ok().map(EdgeTypeId)
    }

    pub(crate) fn directional(make_link: &Node) -> Option<bool> {
        make_link.attr(DIRECTIONAL)?.as_bool()
    }

    pub(crate) fn name(make_link: &Node) -> Option<&str> {
        make_link.attr(NAME)?.as_text()
    }

    pub(crate) fn order(make_link: &Node) -> Option<EdgeOrder> {
        let number = make_link.attr(ORDER)?.as_i64()?;
        u8::try_from(number).ok().and_then(EdgeOrder::new)
    }

    pub(crate) fn edge_specific(make_link: &Node) -> Option<u16> {
        let number = make_link.attr(EDGE_SPECIFIC)?.as_u64()?;
        u16::try_from(number).ok()
    }
}

/// Creates a link declaration within a transaction.
pub(crate) fn create_link_in(
    instantiation: &mut Instantiation<'_, '_>,
    type_graph: &TypeGraph,
    owner: &Node,
    ends: [&Node; 2],
    attributes: Vec<Attribute>,
) -> Result<Node> {
    let id = type_graph.node().node().id();
    let make_link_type = Builtin::MakeLink.find(instantiation.write(), id)?.clone();
    let make_link = instantiation.run(&make_link_type, attributes)?;
    let write = instantiation.write();
    for (end, name) in ends.into_iter().zip([LHS, RHS]) {
        composition::add_child_in(write, &make_link, end, name)?;
    }
    composition::add_child_in(write, owner, &make_link, composition::ANONYMOUS)?;
    Ok(make_link)
}

impl TypeGraph {
    /// Declares that instances of a type have an edge between the two nodes to which the references lead.
    pub fn add_make_link(
        &self,
        type_node: &BoundNode,
        lhs_reference: &Node,
        rhs_reference: &Node,
        edge: &EdgeCreationAttributes,
    ) -> Result<BoundNode> {
        let fail = Error::failed("add_make_link");
        self.check_graph(type_node, "the type").map_err(&fail)?;
        let make_link = transact(self, |instantiation| {
            let ends = [lhs_reference, rhs_reference];
            let attributes = link_attribute::store(edge);
            create_link_in(instantiation, self, type_node.node(), ends, attributes)
        });
        Ok(self.graph().bind(&make_link.map_err(&fail)?))
    }
}
