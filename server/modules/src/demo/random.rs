/// `SplitMix64`, the generator of G. Steele, D. Lea and C. Flood, "Fast Splittable Pseudorandom
/// Number Generators" (OOPSLA 2014).
///
/// Our own, because demo data must stay the same when a dependency changes its algorithms. Not for
/// secrets.
pub(super) struct Random(u64);

impl Random {
    /// A generator of its own for each name and seed.
    pub(super) fn seeded(name: &str, seed: u64) -> Self {
        name.bytes().fold(Self(seed), |mut random, byte| {
            Self(random.next() ^ u64::from(byte))
        })
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, or 0. The bias of the remainder is far too small to show in a demo.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % bound).unwrap_or_default()
    }

    /// One of `items`, which must not be empty.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// The numbers below `bound` in random order.
    pub(super) fn shuffled(&mut self, bound: usize) -> Vec<usize> {
        let mut numbers: Vec<_> = (0..bound).collect();
        numbers.sort_by_cached_key(|_| self.next());
        numbers
    }
}
