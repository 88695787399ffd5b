//! One document tree, three renderings.
