//! Changes of a scenario's text: one number, name or key for another, a line more or less.

use crate::words;

/// A small generator of numbers, from the seed that the fuzzer gives.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides.max(1) as u64) as usize
    }

    fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> Option<&'a T> {
        (!list.is_empty()).then(|| list[self.roll(list.len())])
    }
}

/// Changes `data` in place and returns its new length. One change in eight is the fuzzer's own, of
/// bytes.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut dice = Dice(u64::from(seed));
    let text = std::str::from_utf8(&data[..size]);
    if dice.roll(8) > 0
        && let Ok(text) = text
    {
        let mut changed = text.to_string();
        for _ in 0..=dice.roll(3) {
            if let Some(next) = change(&changed, &mut dice) {
                changed = next;
            }
        }
        if !changed.is_empty() && changed.len() <= max_size && changed.as_bytes() != &data[..size] {
            data[..changed.len()].copy_from_slice(changed.as_bytes());
            return changed.len();
        }
    }
    libfuzzer_sys::fuzzer_mutate(data, size, max_size)
}

fn change(text: &str, dice: &mut Dice) -> Option<String> {
    match dice.roll(16) {
        0..6 => number(text, dice),
        6..8 => value(text, dice),
        8..10 => name(text, dice),
        10 => key(text, dice),
        11..13 => new_line(text, dice),
        13 => without_line(text, dice),
        14 => copied_line(text, dice),
        _ => without_table(text, dice),
    }
}

fn replaced(text: &str, place: std::ops::Range<usize>, by: &str) -> String {
    format!("{}{by}{}", &text[..place.start], &text[place.end..])
}

/// One number for a nasty one, or for one near it.
fn number(text: &str, dice: &mut Dice) -> Option<String> {
    let places = numbers(text);
    let place = places.get(dice.roll(places.len()))?.clone();
    let old = text[place.clone()].replace('_', "").parse::<f64>().ok();
    let near = |factor: f64| old.map(|x| format!("{:?}", x * factor));
    let new = match dice.roll(8) {
        0 => near(0.5)?,
        1 => near(2.0)?,
        2 => near(1.0 + 1e-9)?,
        3 => near(-1.0)?,
        _ => dice.of(words::NUMBERS)?.to_string(),
    };
    Some(replaced(text, place, &new))
}

/// What stands behind one `=` for some other value.
fn value(text: &str, dice: &mut Dice) -> Option<String> {
    let places: Vec<usize> = text.match_indices("= ").map(|(at, _)| at + 2).collect();
    let start = *places.get(dice.roll(places.len()))?;
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let new = dice.of(words::VALUES)?;
    Some(replaced(text, start..end, new))
}

/// One text in quotes for another of the same file, or for a nasty one.
fn name(text: &str, dice: &mut Dice) -> Option<String> {
    let quotes: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    let pairs: Vec<&[usize]> = quotes.chunks_exact(2).collect();
    let place = dice.of(&pairs)?;
    let other = dice.of(&pairs)?;
    let new = match dice.roll(2) {
        0 => &text[other[0] + 1..other[1]],
        _ => dice.of(words::TEXTS)?,
    };
    Some(replaced(text, place[0] + 1..place[1], new))
}

/// One key for another.
fn key(text: &str, dice: &mut Dice) -> Option<String> {
    let places: Vec<usize> = text.match_indices(" =").map(|(at, _)| at).collect();
    let end = *places.get(dice.roll(places.len()))?;
    let start = text[..end]
        .rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
        .map_or(0, |at| {
            at + text[at..].chars().next().map_or(1, char::len_utf8)
        });
    let new = words::key(dice.roll(usize::MAX));
    Some(replaced(text, start..end, new))
}

/// A line more, with a key of the format and some value.
fn new_line(text: &str, dice: &mut Dice) -> Option<String> {
    let at = line_start(text, dice);
    let key = words::key(dice.roll(usize::MAX));
    let value = match dice.roll(3) {
        0 => dice.of(words::NUMBERS)?,
        _ => dice.of(words::VALUES)?,
    };
    Some(replaced(text, at..at, &format!("{key} = {value}\n")))
}

fn without_line(text: &str, dice: &mut Dice) -> Option<String> {
    let at = line_start(text, dice);
    let end = text[at..].find('\n').map_or(text.len(), |to| at + to + 1);
    Some(replaced(text, at..end, ""))
}

/// One line of the file, once more elsewhere.
fn copied_line(text: &str, dice: &mut Dice) -> Option<String> {
    let from = line_start(text, dice);
    let end = text[from..].find('\n').map(|to| from + to + 1)?;
    let at = line_start(text, dice);
    Some(replaced(text, at..at, &text[from..end]))
}

/// One table less.
fn without_table(text: &str, dice: &mut Dice) -> Option<String> {
    let headers: Vec<usize> = text.match_indices("\n[").map(|(at, _)| at + 1).collect();
    let start = *headers.get(dice.roll(headers.len()))?;
    let end = text[start..]
        .find("\n[")
        .map_or(text.len(), |at| start + at + 1);
    Some(replaced(text, start..end, ""))
}

fn line_start(text: &str, dice: &mut Dice) -> usize {
    let starts: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
    starts.get(dice.roll(starts.len())).copied().unwrap_or(0)
}

/// Where numbers stand, those in texts included: `"9 months"`, `"2027-01"`.
fn numbers(text: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let mut places = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let before = at.checked_sub(1).map(|i| bytes[i]);
        let begins = bytes[at].is_ascii_digit()
            && !before.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        if begins {
            let rest = bytes[at..].iter();
            let length = rest
                .take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'e'))
                .count();
            places.push(at..at + length);
            at += length;
        } else {
            at += 1;
        }
    }
    places
}
