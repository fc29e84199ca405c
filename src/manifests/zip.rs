//! A zip archive without compression: text of a few kilobytes does not need any.

/// The marks each part of an archive begins with.
const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// What it takes to unpack: version 2.0 of the format.
const NEEDED: u16 = 20;
/// Written on Unix, so that the file modes count.
const MADE_BY: u16 = (3 << 8) | NEEDED;
/// Names are UTF-8.
const UTF_8: u16 = 1 << 11;
/// 1 January 1980, the first day the format knows.
const DATE: u16 = (1 << 5) | 1;
/// A regular file, readable by all.
const MODE: u32 = 0o100_644 << 16;

/// The archive of these files, by path and content. The same files always give the same bytes: the time stamp is fixed.
/// What the plain format cannot hold (more than 65,534 files or four gigabytes) is left out.
pub fn stored(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = Archive::default();
    for (path, content) in files {
        archive.add(path, content);
    }
    archive.finish()
}

#[derive(Default)]
struct Archive {
    /// The files, each behind a header of its own.
    local: Vec<u8>,
    /// The list of files that follows them.
    central: Vec<u8>,
    count: u16,
}

impl Archive {
    fn add(&mut self, path: &str, content: &[u8]) {
        let after = (self.local.len() + self.central.len())
            .saturating_add(content.len())
            .saturating_add(path.len().saturating_mul(2))
            .saturating_add(200);
        let (Ok(offset), Ok(size), Ok(name), true) = (
            u32::try_from(self.local.len()),
            u32::try_from(content.len()),
            u16::try_from(path.len()),
            u32::try_from(after).is_ok() && self.count < u16::MAX - 1,
        ) else {
            return;
        };
        let mut file = Vec::with_capacity(26);
        put16(&mut file, &[NEEDED, UTF_8, 0, 0, DATE]);
        put32(&mut file, &[crc32(content), size, size]);
        put16(&mut file, &[name, 0]);

        put32(&mut self.local, &[LOCAL]);
        self.local.extend_from_slice(&file);
        self.local.extend_from_slice(path.as_bytes());
        self.local.extend_from_slice(content);

        put32(&mut self.central, &[CENTRAL]);
        put16(&mut self.central, &[MADE_BY]);
        self.central.extend_from_slice(&file);
        put16(&mut self.central, &[0, 0, 0]);
        put32(&mut self.central, &[MODE, offset]);
        self.central.extend_from_slice(path.as_bytes());
        self.count += 1;
    }

    fn finish(mut self) -> Vec<u8> {
        let sizes = [self.central.len(), self.local.len()].map(|size| u32::try_from(size).unwrap_or(u32::MAX));
        self.local.append(&mut self.central);
        put32(&mut self.local, &[END]);
        put16(&mut self.local, &[0, 0, self.count, self.count]);
        put32(&mut self.local, &sizes);
        put16(&mut self.local, &[0]);
        self.local
    }
}

fn put16(into: &mut Vec<u8>, numbers: &[u16]) {
    for number in numbers {
        into.extend_from_slice(&number.to_le_bytes());
    }
}

fn put32(into: &mut Vec<u8>, numbers: &[u32]) {
    for number in numbers {
        into.extend_from_slice(&number.to_le_bytes());
    }
}

/// The check sum of zip and gzip.
fn crc32(content: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in content {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            let carry = sum & 1;
            sum = (sum >> 1) ^ (0xedb8_8320 & 0u32.wrapping_sub(carry));
        }
    }
    !sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_sums_are_the_known_ones() {
        for (content, sum) in [("", 0), ("a", 0xe8b7_be43), ("123456789", 0xcbf4_3926)] {
            assert_eq!(crc32(content.as_bytes()), sum, "{content}");
        }
    }

    #[test]
    fn an_empty_archive_is_its_end_alone() {
        let archive = stored(&[]);
        assert_eq!((archive.len(), &archive[..4]), (22, b"PK\x05\x06".as_slice()));
    }

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let files: [(&str, &[u8]); 2] = [("a/b.yaml", b"x: 1\n"), ("ü.txt", "é".as_bytes())];
        assert_eq!(stored(&files), stored(&files));
        assert_eq!(stored(&files).len(), 2 * (30 + 46) + 2 * (8 + 6) + 5 + 2 + 22);
    }
}
