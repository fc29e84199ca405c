//! Where in the document something stands: the context that everything is foretold from.

/// A place in the document's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Type and field: the same for every use of a type.
    pub kind: u32,
    /// The way from the document's root.
    pub path: u32,
    /// What was passed of the record so far.
    pub trail: u32,
}

impl Place {
    /// The whole document.
    pub(super) const ROOT: Self = Self { kind: 0, path: 0, trail: 0 };

    /// A field of a record of that type, standing here.
    pub(super) fn field(self, record: u32, field: u32) -> Self {
        Self { kind: hash(record, field), path: hash(self.path, hash(record, field)), trail: self.trail }
    }

    /// A question within a value, such as whether a list goes on.
    pub(super) fn within(self, question: u32) -> Self {
        Self { kind: hash(self.kind, !question), path: hash(self.path, !question), trail: self.trail }
    }

    /// The same place, with something more known.
    pub(super) fn knowing(self, something: u32) -> Self {
        Self { trail: hash(self.trail, something), ..self }
    }
}

/// Two numbers into one whose upper bits depend on all of both.
pub(super) fn hash(a: u32, b: u32) -> u32 {
    let mixed = (a ^ 0x5bd1_e995).wrapping_mul(0x9e37_79b1) ^ b.wrapping_add(0x7f4a_7c15).wrapping_mul(0x85eb_ca6b);
    (mixed ^ (mixed >> 15)).wrapping_mul(0xc2b2_ae35)
}
