//! Any text through the loader: no panic, no hang, no full memory.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use lodestock_fuzz::change;

fuzz_target!(|text: &str| {
    let _ = lodestock_fuzz::load(text);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    change::mutate(data, size, max_size, seed)
});
