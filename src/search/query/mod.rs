//! What a reader asks (`docs/search-format.md`, 3.1): a text becomes atoms and filters. Knows the
//! analysis, and no index.

mod parse;

pub use parse::parse;

/// Characters of a query that are read; the rest is not looked at.
pub const MAX_CHARS: usize = 256;

/// Atoms of a query that are taken; the rest is not looked at.
pub const MAX_ATOMS: usize = 16;

/// Names of facets in queries, in English and in Chinese.
pub const FACET_NAMES: [(&str, &str); 12] = [
    ("kind", "类型"),
    ("clause", "条款"),
    ("industry", "行业"),
    ("locality", "地区"),
    ("size", "规模"),
    ("stage", "阶段"),
    ("year", "年份"),
    ("ladder", "梯度"),
    ("title", "称号"),
    ("batch", "批次"),
    ("grade", "等级"),
    ("issuer", "发布机关"),
];

/// A query that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// What pages must contain, or must not, in the order of the query.
    pub atoms: Vec<Atom>,
    /// What pages must carry, in the order of the query.
    pub filters: Vec<Filter>,
}

/// A value of a facet that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The facet's English name.
    pub facet: String,
    /// The value's id or name as it was written, normalized, without white space around it; never
    /// empty.
    pub value: String,
}

/// One thing that a page contains or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Atom {
    /// Whether pages with it are left out.
    pub excluded: bool,
    /// What it is.
    pub kind: AtomKind,
}

/// What an atom is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AtomKind {
    /// A gram run, normalized.
    Gram(String),
    /// A compound.
    Word(Word),
    /// A quoted phrase of several runs and parts, in order.
    Phrase(Vec<PhraseItem>),
}

/// A compound of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Surfaces of its parts, one at least.
    pub parts: Vec<String>,
    /// Its parts joined, if they are several and not too many or too long.
    pub whole: Option<String>,
    /// Whether the reader may not have finished it.
    pub prefix: bool,
}

/// A token of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhraseItem {
    /// Its position, counted from that of the first item.
    pub offset: u32,
    /// What stands there.
    pub token: PhraseToken,
}

/// What stands at a place of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhraseToken {
    /// A gram character.
    Gram(char),
    /// The surface of a part of a compound.
    Word(String),
}
