//! Lodestock.
