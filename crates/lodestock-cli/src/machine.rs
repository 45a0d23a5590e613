//! What the machine has.

/// Memory where the system does not tell, in bytes.
const UNKNOWN: u64 = 4 << 30;
/// Kept free for everything but rows and workspaces: a tenth, and this many bytes.
const MARGIN: u64 = 128 << 20;

/// Bytes that a run may take.
pub fn memory() -> u64 {
    let available = available().unwrap_or(UNKNOWN);
    (available - available / 10).saturating_sub(MARGIN)
}

/// Bytes that are available, on Linux.
fn available() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes << 10)
}
