//! Spelling: the known name that a mistyped one probably means.

/// The known name nearest to a mistyped one; none where all are too different to be a guess.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A name of a few thousand letters is no slip of the fingers.
    if name.len() > 64 {
        return None;
    }
    let limit = name.chars().count().div_ceil(3).max(1);
    known
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Number of letters to insert, delete, replace, or swap with their neighbour to get from one name to the other.
fn distance(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.chars().collect();
    let to: Vec<char> = to.chars().collect();
    let mut before = vec![0; to.len() + 1];
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (row, &letter) in from.iter().enumerate() {
        let mut current = vec![row + 1; to.len() + 1];
        for (column, &other) in to.iter().enumerate() {
            let replaced = above[column] + usize::from(letter != other);
            let mut best = replaced.min(above[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && letter == to[column - 1] && from[row - 1] == other {
                best = best.min(before[column - 1] + 1);
            }
            current[column + 1] = best;
        }
        before = std::mem::replace(&mut above, current);
    }
    above[to.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn distances() {
        assert_eq!(distance("", ""), 0);
        assert_eq!(distance("", "ab"), 2);
        assert_eq!(distance("layer", "layers"), 1);
        assert_eq!(distance("lyaer", "layer"), 1);
        assert_eq!(distance("net", "size"), 4);
    }

    #[test]
    fn slips_are_recognised_and_other_names_are_not() {
        let known = ["layer", "layers", "net", "size"];
        assert_eq!(nearest("layerss", known), Some("layers"));
        assert_eq!(nearest("nett", known), Some("net"));
        assert_eq!(nearest("generator", known), None);
        assert_eq!(nearest(&"x".repeat(1000), known), None);
    }
}
