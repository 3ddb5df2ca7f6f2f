"""A document of each kind, made from nothing, that holds what the kind can hold."""
