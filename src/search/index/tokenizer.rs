//! Our analysis as tantivy asks for it: words as they are written, gram characters in pairs.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::search::analysis::{TokenKind, analyze};

/// The tokenizer's name in the schema.
pub(super) const NAME: &str = "casebook";

/// A tokenizer that keeps its buffers.
#[derive(Clone, Default)]
pub(super) struct CasebookTokenizer {
    text: String,
    /// End of each token's text, and its position.
    tokens: Vec<(u32, u32)>,
}

/// The tokens of one text.
pub(super) struct Stream<'t> {
    tokenizer: &'t CasebookTokenizer,
    next: usize,
    token: Token,
}

impl CasebookTokenizer {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "files are limited to a few MB"
    )]
    fn read(&mut self, source: &str) {
        let Self { text, tokens } = self;
        text.clear();
        tokens.clear();
        // A gram token waits for the one after it.
        let mut waiting: Option<u32> = None;
        analyze(source, |token| {
            let pairs =
                token.kind == TokenKind::Gram && waiting == Some(token.position.wrapping_sub(1));
            if pairs {
                text.push_str(token.text);
                if let Some(last) = tokens.last_mut() {
                    last.0 = text.len() as u32;
                }
            }
            waiting = (token.kind == TokenKind::Gram).then_some(token.position);
            text.push_str(token.text);
            tokens.push((text.len() as u32, token.position));
        });
    }
}

impl Tokenizer for CasebookTokenizer {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.read(text);
        Stream {
            tokenizer: self,
            next: 0,
            token: Token::default(),
        }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let tokens = &self.tokenizer.tokens;
        let Some((end, position)) = tokens.get(self.next).copied() else {
            return false;
        };
        let start = match self.next {
            0 => 0,
            next => tokens[next - 1].0,
        };
        self.next += 1;
        self.token.text.clear();
        self.token
            .text
            .push_str(&self.tokenizer.text[start as usize..end as usize]);
        self.token.position = position as usize;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
