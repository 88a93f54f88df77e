//! Code blocks, highlighted when the site is built.
//!
//! Sublime Text's grammars name hundreds of scopes; a reader tells apart a dozen colors. Each
//! stretch of code gets at most one class, and neighbors of one class share a `span`.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::text;

/// Longer code is shown without colors, in bytes.
const MAX_CODE: usize = 100 * 1024;

/// Code with a longer line is shown without colors, in characters: some grammars take time
/// that grows with the square of a line's length.
const MAX_LINE: usize = 5000;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Scopes and their classes. Of the scopes a stretch of code has the innermost known one
/// counts, and for that one the first line here that is a prefix of it. An empty class means
/// that the scopes around it do not count either.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "hl-comment"),
    ("punctuation.definition.comment", "hl-comment"),
    ("constant.character.escape", "hl-escape"),
    ("constant.other.placeholder", "hl-escape"),
    ("constant.numeric", "hl-number"),
    ("constant", "hl-constant"),
    ("string", "hl-string"),
    ("keyword.operator.word", "hl-keyword"),
    ("keyword.operator", "hl-operator"),
    ("keyword", "hl-keyword"),
    ("storage", "hl-keyword"),
    ("entity.name.function", "hl-function"),
    ("variable.function", "hl-function"),
    ("support.function", "hl-function"),
    ("entity.name.tag", "hl-tag"),
    ("entity.other.attribute-name", "hl-attribute"),
    ("support.type.property-name", "hl-property"),
    ("meta.property-name", "hl-property"),
    ("variable.parameter", "hl-variable"),
    ("variable.language", "hl-variable"),
    ("variable.other.readwrite.assignment", "hl-variable"),
    ("entity.name.section", "hl-markup"),
    ("entity.name", "hl-type"),
    ("entity.other.inherited-class", "hl-type"),
    ("support.type", "hl-type"),
    ("support.class", "hl-type"),
    ("support", "hl-builtin"),
    ("markup.inserted", "hl-inserted"),
    ("markup.deleted", "hl-deleted"),
    ("markup", "hl-markup"),
    ("meta.annotation", "hl-meta"),
    ("meta.preprocessor", "hl-meta"),
    ("meta.diff.header", "hl-meta"),
    ("meta.interpolation", ""),
    ("meta.template.expression", ""),
    ("source", ""),
];

static SCOPES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    CLASSES
        .iter()
        .filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class)))
        .collect()
});

/// Names of languages that the grammars do not know, and those that they do.
const ALIASES: &[(&str, &str)] = &[
    ("shell", "sh"),
    ("console", "sh"),
    ("shell-session", "sh"),
    ("golang", "go"),
    ("csharp", "cs"),
    ("fsharp", "fs"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("objective-c", "m"),
    ("jsx", "js"),
    ("docker", "dockerfile"),
];

/// What the words after a fence say.
struct Info<'i> {
    language: &'i str,
    /// `title="…"`, or a file name in braces.
    title: Option<&'i str>,
}

impl<'i> Info<'i> {
    fn parse(info: &'i str) -> Self {
        let word = info
            .split(|c: char| c.is_whitespace() || c == ',' || c == '{')
            .next()
            .unwrap_or_default();
        Self {
            language: word,
            title: title(info),
        }
    }
}

fn title(info: &str) -> Option<&str> {
    if let Some((_, rest)) = info.split_once("title=\"") {
        return rest
            .split_once('"')
            .map(|(title, _)| title.trim())
            .filter(|title| !title.is_empty());
    }
    let (_, rest) = info.split_once('{')?;
    let (name, _) = rest.split_once('}')?;
    // Other generators put line numbers and options in braces.
    let is_file = name.contains(|c: char| c.is_alphabetic())
        && name.contains('.')
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/'))
        && !name.starts_with('.');
    is_file.then_some(name)
}

/// Writes a code block.
pub(super) fn write(info: &str, code: &str, out: &mut String) {
    let info = Info::parse(info);
    if let Some(title) = info.title {
        out.push_str("<figure class=\"code-figure\">\n<figcaption class=\"code-title\">");
        text::escape(title, out);
        out.push_str("</figcaption>\n");
    }
    // A reader without a mouse must be able to scroll it.
    out.push_str("<pre class=\"code\" tabindex=\"0\"><code");
    let language: String = info
        .language
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '_' | '.'))
        .flat_map(char::to_lowercase)
        .collect();
    if !language.is_empty() {
        out.push_str(" class=\"language-");
        out.push_str(&language);
        out.push('"');
    }
    out.push('>');
    let start = out.len();
    if highlight(&language, code, out).is_none() {
        out.truncate(start);
        text::escape(code, out);
    }
    out.push_str("</code></pre>\n");
    if info.title.is_some() {
        out.push_str("</figure>\n");
    }
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    if language.is_empty() || language == "text" || language == "txt" {
        return None;
    }
    let name = ALIASES
        .iter()
        .find(|(alias, _)| *alias == language)
        .map_or(language, |(_, name)| name);
    SYNTAXES.find_syntax_by_token(name)
}

/// Writes highlighted code; `None` if there is no telling how.
fn highlight(language: &str, code: &str, out: &mut String) -> Option<()> {
    if code.len() > MAX_CODE
        || code
            .lines()
            .any(|line| line.len() > MAX_LINE && line.chars().count() > MAX_LINE)
    {
        return None;
    }
    let syntax = syntax(language)?;
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut spans = Spans {
        class: "",
        gap: String::new(),
        out,
    };
    for line in code.split_inclusive('\n') {
        let mut from = 0;
        for (at, operation) in state.parse_line(line, &SYNTAXES).ok()? {
            spans.write(line.get(from..at)?, &stack);
            from = at;
            stack.apply(&operation).ok()?;
        }
        spans.write(line.get(from..)?, &stack);
    }
    spans.switch("");
    Some(())
}

/// The class of code with these scopes.
fn class(stack: &ScopeStack) -> &'static str {
    let known = |scope: &Scope| {
        SCOPES
            .iter()
            .find(|(known, _)| known.is_prefix_of(*scope))
            .map(|(_, class)| *class)
    };
    stack
        .as_slice()
        .iter()
        .rev()
        .find_map(known)
        .unwrap_or_default()
}

/// Highlighted code being written.
struct Spans<'o> {
    /// The class of the span that is open; empty if none is.
    class: &'static str,
    /// White space that may yet go within the span or after it.
    gap: String,
    out: &'o mut String,
}

impl Spans<'_> {
    fn write(&mut self, code: &str, stack: &ScopeStack) {
        let visible = code.trim();
        let Some(start) = code.find(visible).filter(|_| !visible.is_empty()) else {
            self.gap.push_str(code);
            return;
        };
        self.gap.push_str(&code[..start]);
        self.switch(class(stack));
        text::escape(visible, self.out);
        self.gap.push_str(&code[start + visible.len()..]);
    }

    fn switch(&mut self, class: &'static str) {
        let changes = class != self.class;
        if changes && !self.class.is_empty() {
            self.out.push_str("</span>");
        }
        self.out.push_str(&self.gap);
        self.gap.clear();
        if changes && !class.is_empty() {
            self.out.push_str("<span class=\"");
            self.out.push_str(class);
            self.out.push_str("\">");
        }
        self.class = class;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::markdown::allow;

    #[test]
    fn the_sanitizer_knows_every_class_and_syntect_every_scope() {
        for (scope, class) in CLASSES {
            assert!(
                class.is_empty() || allow::CLASSES.contains(class),
                "{class}"
            );
            assert!(Scope::new(scope).is_ok(), "{scope}");
        }
    }
}
