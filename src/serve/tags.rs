//! Reads the start tags of a page that casebook or a theme has made. It is no HTML parser: it
//! finds addresses and the end of the head, and what it does not find is not looked after.

use std::ops::Range;

/// A start tag.
#[derive(Debug, Clone)]
pub(super) struct Tag<'h> {
    /// Name as written.
    name: &'h str,
    /// Names as written, and where the values stand in the page.
    attributes: Vec<(&'h str, Range<usize>)>,
}

impl Tag<'_> {
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Where the value of an attribute stands in the page.
    pub(super) fn attribute(&self, name: &str) -> Option<Range<usize>> {
        let own = self
            .attributes
            .iter()
            .find(|(own, _)| own.eq_ignore_ascii_case(name))?;
        Some(own.1.clone())
    }
}

/// All start tags of a page, in order, and where its head ends.
pub(super) fn read(html: &str) -> (Vec<Tag<'_>>, Option<usize>) {
    let (mut tags, mut head) = (Vec::new(), None);
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        at += found;
        let rest = &html[at..];
        if rest.starts_with("<!--") {
            at = rest.find("-->").map_or(html.len(), |end| at + end + 3);
        } else if starts(rest, "</head>") {
            head.get_or_insert(at);
            at += 7;
        } else if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (tag, end) = tag(html, at + 1);
            at = end;
            // What is in these is text, whatever it looks like.
            if ["script", "style", "textarea", "title"]
                .iter()
                .any(|name| tag.is(name))
            {
                at = closing(html, at, tag.name);
            }
            tags.push(tag);
        } else {
            at += 1;
        }
    }
    (tags, head)
}

fn starts(text: &str, what: &str) -> bool {
    text.as_bytes()
        .get(..what.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(what.as_bytes()))
}

/// Where the end tag of a name begins.
fn closing(html: &str, from: usize, name: &str) -> usize {
    let ends = html[from..].match_indices("</");
    ends.map(|(at, _)| from + at)
        .find(|at| starts(&html[at + 2..], name))
        .unwrap_or(html.len())
}

/// Reads a tag from its name on; gives it and where it ends.
fn tag(html: &str, start: usize) -> (Tag<'_>, usize) {
    let bytes = html.as_bytes();
    let until = |from: usize, stop: &dyn Fn(u8) -> bool| {
        bytes[from..]
            .iter()
            .position(|byte| stop(*byte))
            .map_or(html.len(), |at| from + at)
    };
    let space = |byte: u8| byte.is_ascii_whitespace() || byte == b'/';
    let mut at = until(start, &|byte| space(byte) || byte == b'>');
    let mut tag = Tag {
        name: &html[start..at],
        attributes: Vec::new(),
    };
    loop {
        at = until(at, &|byte| !space(byte));
        if at >= html.len() {
            return (tag, at);
        }
        if bytes[at] == b'>' {
            return (tag, at + 1);
        }
        let end = until(at + 1, &|byte| space(byte) || byte == b'=' || byte == b'>');
        let name = &html[at..end];
        at = until(end, &|byte| !byte.is_ascii_whitespace());
        let mut value = end..end;
        if bytes.get(at) == Some(&b'=') {
            at = until(at + 1, &|byte| !byte.is_ascii_whitespace());
            value = match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => {
                    let end = until(at + 1, &|byte| byte == *quote);
                    let value = at + 1..end;
                    at = (end + 1).min(html.len());
                    value
                }
                _ => {
                    let end = until(at, &|byte| byte.is_ascii_whitespace() || byte == b'>');
                    let value = at..end;
                    at = end;
                    value
                }
            };
        }
        tag.attributes.push((name, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_with_their_attributes() {
        let html = "<!doctype html><head><!-- <a> --><title></head><b></title>\
            <LINK rel=stylesheet HREF='a.css'/><script src=\"b.js\" defer>'<i>'</script></HEAD>\
            <p>1 < 2 <img alt = x src=c.png>中<br><q cite=\"";
        let (tags, head) = read(html);
        let names: Vec<&str> = tags.iter().map(|tag| tag.name).collect();
        assert_eq!(
            names,
            ["head", "title", "LINK", "script", "p", "img", "br", "q"]
        );
        let value = |at: usize, name: &str| tags[at].attribute(name).map(|range| &html[range]);
        assert_eq!(value(2, "href"), Some("a.css"));
        assert_eq!(value(3, "src"), Some("b.js"));
        assert_eq!(value(3, "defer"), Some(""));
        assert_eq!(value(5, "src"), Some("c.png"));
        assert_eq!(value(5, "alt"), Some("x"));
        assert_eq!(value(7, "cite"), Some(""));
        assert!(html[head.expect("a head")..].starts_with("</HEAD>"));
    }

    #[test]
    fn any_beginning_of_a_page_can_be_read() {
        let html = "<a href = \"x\" b='y' c=z d><script>/</scr</script><!--x--></head>";
        for end in 0..=html.len() {
            let _ = read(&html[..end]);
        }
    }
}
