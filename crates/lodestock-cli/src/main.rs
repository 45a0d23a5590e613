//! The lodestock command.
fn main() {}
