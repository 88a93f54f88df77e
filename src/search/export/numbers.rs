//! Many numbers: a list of its own, or part of what has been read at once, where it stays.

use std::ops::Deref;

use bytes::Bytes;
use zerocopy::{FromBytes, IntoBytes};

/// Numbers, as they are in memory.
#[derive(Clone, Default)]
pub(super) struct Numbers(Bytes);

/// A list that stands for its bytes.
struct Owner(Box<[u32]>);

impl AsRef<[u8]> for Owner {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl From<Box<[u32]>> for Numbers {
    fn from(numbers: Box<[u32]>) -> Self {
        Self(Bytes::from_owner(Owner(numbers)))
    }
}

impl From<Bytes> for Numbers {
    fn from(bytes: Bytes) -> Self {
        if <[u32]>::ref_from_bytes(&bytes).is_ok() {
            return Self(bytes);
        }
        // They stand where numbers cannot.
        let numbers = bytes.chunks_exact(4).map(|number| {
            let mut own = [0; 4];
            own.copy_from_slice(number);
            u32::from_ne_bytes(own)
        });
        numbers.collect::<Box<[u32]>>().into()
    }
}

impl Deref for Numbers {
    type Target = [u32];

    fn deref(&self) -> &[u32] {
        // None at all have no place that would do.
        <[u32]>::ref_from_bytes(&self.0).unwrap_or_default()
    }
}

impl std::fmt::Debug for Numbers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_wherever_they_stand() {
        let own: Box<[u32]> = [1, 2, 70_000].into();
        let mut bytes = vec![0; 8];
        for number in &own {
            bytes.extend(number.to_ne_bytes());
        }
        let bytes = Bytes::from(bytes);
        let odd = Bytes::from([&[0; 5], &bytes[8..]].concat());
        for read in [bytes.slice(8..), odd.slice(5..)] {
            assert_eq!(*Numbers::from(read), *own);
        }
        assert_eq!(*Numbers::from(own.clone()), *own);
        assert!(Numbers::default().is_empty());
    }
}
