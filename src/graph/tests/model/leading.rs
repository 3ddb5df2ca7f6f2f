//! What a graph knows of edges that lead to other nodes without a look at them.

use pyzig_graph::{Contents, Incidence, NodeId};

/// Ranks compare as names do, and no kind of edge is missed.
pub(crate) fn assert_leading(contents: &Contents, node: NodeId) {
    let Some(member) = contents.index_of(node).and_then(|at| contents.member_at(at)) else { return };
    let leads_away = |edge: &Incidence<'_>| edge.is_source() && !edge.is_target();
    let leading: Vec<Incidence<'_>> = member.edges().iter().filter(leads_away).collect();
    for edge in &leading {
        assert!(member.may_lead_away(edge.edge_type()));
        for other in leading.iter().filter(|other| other.edge_type() == edge.edge_type()) {
            if let (Some(rank), Some(other_rank)) = (edge.name_rank(), other.name_rank()) {
                assert_eq!(rank.cmp(&other_rank), edge.name().cmp(&other.name()));
            }
        }
    }
}
