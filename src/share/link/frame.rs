//! The outside of a link: its version, how many characters follow, the bytes, a checksum. Only letters, digits, `-` and `_`,
//! and the last one is never a sign, since chat tools cut signs off the end of an address.

use super::LinkError;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The first form, in which everything is written that it has room for.
pub(super) const FIRST: u8 = b'1';
/// The latest form: with sizes of a cluster, which came second, and patterns of traffic and calls that are denied.
pub(super) const NEWEST: u8 = b'3';
/// Digits and letters: versions, and the checksum's digits.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Digits of a CRC-32 to the base of 62.
const CHECKSUM: usize = 6;
/// Characters a link may have: far more than any address bar takes.
const LONGEST: usize = 1 << 20;

/// Puts the frame around the bytes.
pub(super) fn wrap_as(version: u8, bytes: &[u8]) -> String {
    let body = URL_SAFE_NO_PAD.encode(bytes);
    let mut link = String::from(char::from(version));
    push_length(&mut link, body.len());
    link.push_str(&body);
    let mut checksum = crc32(link.as_bytes());
    for _ in 0..CHECKSUM {
        link.push(digit(checksum % 62));
        checksum /= 62;
    }
    link
}

/// The version and the bytes within a frame. Length and checksum stand in the same places in every version, so that a newer link can
/// be told from a damaged one.
pub(super) fn unwrap(link: &str) -> Result<(u8, Vec<u8>), LinkError> {
    let (version, rest) = link.as_bytes().split_first().ok_or(LinkError::Foreign)?;
    if !version.is_ascii_digit() || *version == b'0' || !link.bytes().all(|b| DIGITS.contains(&b) || b"-_".contains(&b))
    {
        return Err(LinkError::Foreign);
    }
    if link.len() > LONGEST {
        return Err(LinkError::TooLarge);
    }
    let (length, head) = read_length(rest).ok_or(LinkError::Damaged)?;
    let expected = 1 + head + length + CHECKSUM;
    if link.len() < expected {
        return Err(LinkError::Short { expected, found: link.len() });
    }
    // What follows was pasted with the link and is none of it.
    let (framed, rest) = link.split_at_checked(expected - CHECKSUM).ok_or(LinkError::Damaged)?;
    let checksum = rest.get(..CHECKSUM).ok_or(LinkError::Damaged)?;
    let said = checksum.bytes().rev().try_fold(0u32, |sum, b| sum.checked_mul(62)?.checked_add(value_of(b)?));
    if said != Some(crc32(framed.as_bytes())) {
        return Err(LinkError::Damaged);
    }
    if *version > NEWEST {
        return Err(LinkError::Newer);
    }
    let body = framed.get(1 + head..).ok_or(LinkError::Damaged)?;
    let bytes = URL_SAFE_NO_PAD.decode(body).map_err(|_| LinkError::Damaged)?;
    Ok((*version, bytes))
}

/// To the base of 31, the lowest digit first; 31 more on a digit says that another follows.
fn push_length(link: &mut String, length: usize) {
    let mut rest = length;
    loop {
        let low = u32::try_from(rest % 31).unwrap_or(0);
        rest /= 31;
        link.push(digit(if rest > 0 { low + 31 } else { low }));
        if rest == 0 {
            return;
        }
    }
}

fn read_length(text: &[u8]) -> Option<(usize, usize)> {
    let mut length: usize = 0;
    let mut scale: usize = 1;
    for (index, digit) in text.iter().take(5).enumerate() {
        let value = usize::try_from(value_of(*digit)?).ok()?;
        length = length.checked_add((value % 31).checked_mul(scale)?)?;
        if value < 31 {
            return Some((length, index + 1));
        }
        scale = scale.checked_mul(31)?;
    }
    None
}

fn digit(value: u32) -> char {
    usize::try_from(value).ok().and_then(|value| DIGITS.get(value)).copied().map_or('0', char::from)
}

fn value_of(digit: u8) -> Option<u32> {
    DIGITS.iter().position(|d| *d == digit).and_then(|value| u32::try_from(value).ok())
}

/// CRC-32 (IEEE 802.3).
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_gives_back_what_was_put_in() {
        for length in [0, 1, 22, 23, 700, 30_000] {
            let bytes: Vec<u8> = (0..length).map(|n: usize| u8::try_from(n % 251).unwrap()).collect();
            assert_eq!(unwrap(&wrap_as(NEWEST, &bytes)), Ok((NEWEST, bytes)));
        }
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn a_whole_link_of_a_later_version_says_so() {
        assert_eq!(unwrap(&wrap_as(NEWEST + 1, b"whatever")), Err(LinkError::Newer));
    }
}
