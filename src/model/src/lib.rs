//! Typed views of S-expression documents, described by schemas.
