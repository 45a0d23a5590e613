//! Published results, each from the ordinary engine or a public function, and the page that lists
//! them: `docs/validation.md` is what these tests print.
//!
//! A family is a module with `rows()`: what is published, what comes out here, and how far apart
//! they may be. One test per family asserts its rows; one compares the page with all of them.
//! `UPDATE_EXPECT=1 cargo test --test validation` writes the page anew.

mod adequacy;
mod chain;
mod coins;
mod convergence;
mod coverage;
mod emergency;
mod engine;
mod equilibrium;
mod fluid;
mod hazards;
mod indices;
mod one_pool;
mod page;
mod replay;
mod row;
mod sizing;
