//! English words that say nothing by themselves (3.2).

/// All of them, ascending.
pub const STOP_WORDS: [&str; 54] = [
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "can", "do", "does", "for", "from",
    "has", "have", "how", "i", "if", "in", "into", "is", "it", "its", "no", "not", "of", "on",
    "or", "our", "so", "such", "that", "the", "their", "then", "there", "these", "they", "this",
    "to", "was", "we", "were", "what", "when", "where", "which", "who", "why", "will", "with",
    "you", "your",
];

/// Whether a surface is an English stop word.
#[must_use]
pub fn is_stop_word(surface: &str) -> bool {
    surface.len() <= 5 && STOP_WORDS.binary_search(&surface).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{STOP_WORDS, is_stop_word};

    #[test]
    fn every_stop_word_is_found() {
        assert!(STOP_WORDS.is_sorted());
        assert!(STOP_WORDS.iter().all(|word| is_stop_word(word)));
        assert!(!is_stop_word("audit") && !is_stop_word("") && !is_stop_word("The"));
    }
}
