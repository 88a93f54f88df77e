//! The visible text of a compiled body, by section.
//!
//! The HTML is our own writer's or has passed the sanitizer: tags are whole, attributes quoted.

use super::page::Section;
use crate::content::body::Body;

/// Whether an element does not end a line of text.
#[rustfmt::skip]
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr" | "b" | "bdi" | "bdo" | "cite" | "code" | "data" | "del" | "dfn" | "em" | "i" | "ins"
            | "kbd" | "mark" | "q" | "rb" | "rp" | "rt" | "rtc" | "ruby" | "s" | "samp" | "small" | "span"
            | "strong" | "sub" | "sup" | "time" | "u" | "var" | "wbr" | "img" | "input" | "label"
    )
}

/// Cuts a body into sections; the first is what stands before the first heading.
pub(super) fn sections(body: &Body) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut headings = body.headings.iter();
    let mut rest = &*body.html;
    let mut text = String::new();
    let mut pre = 0_usize;
    while let Some(open) = rest.find('<') {
        push_text(&rest[..open], pre > 0, &mut text);
        rest = &rest[open + 1..];
        let Some(close) = tag_end(rest) else { break };
        let tag = &rest[..close];
        rest = &rest[close + 1..];
        let (closing, name) = match tag.strip_prefix('/') {
            Some(tag) => (true, name_of(tag)),
            None => (false, name_of(tag)),
        };
        if is_heading(name) && !closing {
            // A heading of the text's own has an id; others (in quotes, of footnotes) are text.
            let next = headings.as_slice().first();
            if let Some(heading) = next.filter(|heading| has_id(tag, &heading.id)) {
                headings.next();
                finish(&mut sections, &mut text);
                sections.push(Section {
                    id: heading.id.clone(),
                    heading: heading.text.clone(),
                    body: String::new(),
                });
                let end = format!("</{name}>");
                rest = rest.find(&end).map_or("", |at| &rest[at + end.len()..]);
                continue;
            }
        }
        // A heading's link to itself is no text.
        if name == "a" && !closing && tag.contains(" class=\"heading-link\"") {
            rest = rest.find("</a>").map_or("", |at| &rest[at + 4..]);
            continue;
        }
        if name == "pre" {
            pre = if closing {
                pre.saturating_sub(1)
            } else {
                pre + 1
            };
        }
        if !is_inline(name) {
            end_line(&mut text);
        }
    }
    push_text(rest, pre > 0, &mut text);
    finish(&mut sections, &mut text);
    sections
}

/// Where a tag ends, looking past `>` in attributes.
fn tag_end(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    })
}

fn name_of(tag: &str) -> &str {
    let end = tag
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(tag.len());
    &tag[..end]
}

fn is_heading(name: &str) -> bool {
    matches!(name.as_bytes(), [b'h', b'1'..=b'6'])
}

fn has_id(tag: &str, id: &str) -> bool {
    let mut escaped = String::with_capacity(id.len());
    for c in id.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    tag.contains(&format!(" id=\"{escaped}\"")) || tag.contains(&format!(" id=\"{id}\""))
}

fn finish(sections: &mut [Section], text: &mut String) {
    text.truncate(text.trim_end().len());
    if let Some(section) = sections.last_mut() {
        section.body = std::mem::take(text);
    }
}

fn end_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    }
}

/// Appends text with its entities read; white space is folded outside `pre`.
fn push_text(html: &str, pre: bool, out: &mut String) {
    let mut rest = html;
    while !rest.is_empty() {
        let mut bytes = rest.bytes();
        let end = bytes.position(|byte| matches!(byte, b'&' | b' ' | b'\n' | b'\t'));
        let end = end.unwrap_or(rest.len());
        out.push_str(&rest[..end]);
        rest = &rest[end..];
        let Some(first) = rest.bytes().next() else {
            break;
        };
        if first != b'&' {
            rest = &rest[1..];
            if pre && first == b'\n' {
                end_line(out);
            } else if !out.is_empty() && !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
            continue;
        }
        let (c, len) = entity(rest);
        out.push(c);
        rest = &rest[len..];
    }
}

/// The character an entity stands for, and its length; an ampersand that begins none stands
/// for itself. The sanitizer and our writer use few of them.
fn entity(text: &str) -> (char, usize) {
    let known = [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&nbsp;", '\u{a0}'),
        ("&#39;", '\''),
    ];
    for (name, c) in known {
        if text.starts_with(name) {
            return (c, name.len());
        }
    }
    let numeric = || {
        let digits = text.strip_prefix("&#")?;
        let end = digits.find(';').filter(|end| *end <= 8)?;
        let code = match digits[..end].strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => digits[..end].parse().ok()?,
        };
        Some((char::from_u32(code)?, end + 3))
    };
    numeric().unwrap_or(('&', 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::body::{Heading, Html};

    fn body(html: &str, ids: &[&str]) -> Body {
        let heading = |id: &&str| Heading {
            level: 2,
            id: (*id).to_owned(),
            text: id.to_uppercase(),
            span: 0..0,
        };
        Body {
            html: Html::Own(html.to_owned()),
            headings: ids.iter().map(heading).collect(),
            ..Body::default()
        }
    }

    #[test]
    fn blocks_end_lines_and_inline_elements_do_not() {
        let html = "<p>知<strong>识</strong>产\n权 &amp; <a title=\"a>b\">x</a></p>\n<ul><li>一</li><li>二</li></ul>";
        assert_eq!(sections(&body(html, &[]))[0].body, "知识产 权 & x\n一\n二");
    }

    #[test]
    fn headings_cut_and_their_own_text_is_not_body() {
        let html = "<p>a</p><h2 id=\"one\">One <a href=\"#one\">#</a></h2><p>b</p><h3 id=\"two\">Two</h3><pre><code>c\nd</code></pre>";
        let found = sections(&body(html, &["one", "two"]));
        let found: Vec<_> = found
            .iter()
            .map(|section| (&*section.id, &*section.heading, &*section.body))
            .collect();
        assert_eq!(
            found,
            [("", "", "a"), ("one", "ONE", "b"), ("two", "TWO", "c\nd")]
        );
    }

    #[test]
    fn entities_are_read_and_a_lone_ampersand_stays() {
        assert_eq!(
            sections(&body("&lt;p&gt; &#x4e00;&#19971; a&b&", &[]))[0].body,
            "<p> 一七 a&b&"
        );
    }
}
