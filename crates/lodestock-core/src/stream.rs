//! Addressed random numbers.
//!
//! A number is a pure function of its address: (seed, path, entity id, quantity, event). Nothing is
//! drawn in order, so adding an entity or reordering a file leaves every other draw as it was.
//! The mixer is the SplitMix64 finaliser (Steele, Lea and Flood 2014, "Fast splittable
//! pseudorandom number generators").

use std::convert::Infallible;

use rand::TryRng;

/// 2⁶⁴ over the golden ratio: the increment of SplitMix64.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The SplitMix64 finaliser.
#[inline(always)]
pub const fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Address of an entity's quantity, before seed, path and event are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address(u64);

impl Address {
    /// From an entity's id and the name of a quantity.
    pub fn new(entity: &str, quantity: &str) -> Self {
        let mut hash = mix(GOLDEN ^ entity.len() as u64);
        for byte in entity.bytes().chain(quantity.bytes()) {
            hash = mix(hash.wrapping_add(GOLDEN) ^ u64::from(byte));
        }
        Self(hash)
    }

    /// This quantity in all paths of one seed.
    pub fn under(self, seed: u64) -> Seeded {
        Seeded(mix(seed.wrapping_add(GOLDEN) ^ self.0))
    }

    /// The stream of this quantity in one path of one seed.
    pub fn stream(self, seed: u64, path: u64) -> Stream {
        self.under(seed).stream(path)
    }
}

/// Address of an entity's quantity under a seed, before path and event are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seeded(u64);

impl Seeded {
    /// The stream of this quantity in one path.
    #[inline(always)]
    pub fn stream(self, path: u64) -> Stream {
        Stream::from_key(mix(self.0 ^ path.wrapping_mul(GOLDEN)))
    }
}

/// The numbers of one quantity in one path, one per event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stream {
    key: u64,
    /// What bits are turned over by: all of them where the stream is mirrored, else none.
    turned: u64,
}

impl Stream {
    /// A stream from its key.
    pub const fn from_key(key: u64) -> Self {
        Self { key, turned: 0 }
    }

    /// The stream of the mirror image: 1 − u wherever this one has u.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        Self {
            key: self.key,
            turned: !self.turned,
        }
    }

    /// The key that names the stream.
    pub const fn key(self) -> u64 {
        self.key
    }

    /// 64 random bits for an event.
    #[inline(always)]
    pub const fn bits(self, event: u64) -> u64 {
        let place = event.wrapping_add(1).wrapping_mul(GOLDEN);
        mix(self.key.wrapping_add(place)) ^ self.turned
    }

    /// A uniform number for an event, strictly between 0 and 1: the middle of one of 2⁵² cells.
    #[inline(always)]
    pub fn uniform(self, event: u64) -> f64 {
        ((self.bits(event) >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
    }
}

/// A stream read in order, for laws that need `rand`'s interface.
#[derive(Debug, Clone)]
pub struct StreamRng {
    stream: Stream,
    next: u64,
}

impl From<Stream> for StreamRng {
    fn from(stream: Stream) -> Self {
        Self { stream, next: 0 }
    }
}

impl TryRng for StreamRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|bits| (bits >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let bits = self.stream.bits(self.next);
        self.next = self.next.wrapping_add(1);
        Ok(bits)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_draws_of_a_stream_are_pinned() {
        // SplitMix64 seeded with 0 begins with this number (reference implementation by Vigna).
        assert_eq!(Stream::from_key(0).bits(0), 0xe220_a839_7b1d_cdaf);
        assert_eq!(Stream::from_key(0).bits(1), 0x6e78_9e6a_a1b9_65f4);
    }

    #[test]
    fn addresses_differ_in_every_part() {
        let a = Address::new("outage.a", "start");
        let keys = [
            a.stream(1, 0),
            a.stream(2, 0),
            a.stream(1, 1),
            Address::new("outage.a", "severity").stream(1, 0),
            Address::new("outage.b", "start").stream(1, 0),
            Address::new("outage.as", "tart").stream(1, 0),
        ];
        for (i, x) in keys.iter().enumerate() {
            for y in &keys[..i] {
                assert_ne!(x, y);
            }
        }
    }

    #[test]
    fn a_mirrored_stream_has_what_is_left_to_one() {
        let stream = Address::new("x", "y").stream(7, 3);
        let mirrored = stream.mirrored();
        assert!((0..1000).all(|n| mirrored.uniform(n) == 1.0 - stream.uniform(n)));
        assert_eq!(mirrored.mirrored(), stream);
        assert_ne!(mirrored, stream);
    }

    #[test]
    fn uniforms_lie_strictly_inside_and_average_a_half() {
        let stream = Address::new("x", "y").stream(7, 3);
        let draws: Vec<f64> = (0..100_000).map(|n| stream.uniform(n)).collect();
        assert!(draws.iter().all(|&u| u > 0.0 && u < 1.0));
        let mean = draws.iter().sum::<f64>() / 1e5;
        assert!((mean - 0.5).abs() < 4.0 * (1.0f64 / 12e5).sqrt());
    }
}
