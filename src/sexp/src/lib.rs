//! Lossless S-expression documents.
