//! Files that are published as they are: images and downloads. None may bring code that runs in
//! a reader's browser.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Place, message};

/// Endings that browsers open as documents or scripts.
const REFUSED: [&str; 18] = [
    "html", "htm", "xhtml", "xht", "shtml", "mht", "mhtml", "xml", "xsl", "xslt", "js", "mjs",
    "cjs", "wasm", "swf", "svgz", "hta", "jar",
];

/// Whether the file's bytes must be looked at, too.
#[must_use]
pub fn needs_reading(path: &str) -> bool {
    ending(path) == "svg"
}

/// Checks a file's ending and, for SVG, its bytes.
///
/// # Errors
/// The diagnostic that says why it cannot be published.
pub fn check_asset(path: &str, file: &Arc<str>, bytes: &[u8]) -> Result<(), Diagnostic> {
    let ending = ending(path);
    let refuse = |zh: &str, en: &str| {
        let (zh, en) = (zh.to_owned(), en.to_owned());
        Err(Diagnostic::new(
            Code::UnsafeFile,
            Place::file(file.clone()),
            message!("{zh}", "{en}"),
        )
        .hint(message!(
            "转成图片或 PDF，或打包成 zip 再提供下载",
            "turn it into a picture or a PDF, or offer it as a zip file"
        )))
    };
    if REFUSED.contains(&ending.as_str()) {
        return refuse(
            "这类文件会在浏览器中作为网页或脚本打开",
            "browsers open this sort of file as a page or a script",
        );
    }
    if ending == "svg" && svg_has_code(bytes) {
        return refuse(
            "SVG 里有脚本、事件属性或外部内容",
            "the SVG has scripts, event handlers or foreign content",
        );
    }
    Ok(())
}

fn ending(path: &str) -> String {
    path.rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase())
        .unwrap_or_default()
}

/// Looks for anything that could run, on the safe side: entities could hide a name, so a
/// document type or an entity other than the five of XML counts as well.
fn svg_has_code(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return true;
    };
    // XML has no such characters; in other encodings they can stand between the letters of a name.
    if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return true;
    }
    let text = text.to_lowercase();
    let words = [
        "javascript:",
        "data:text",
        "<!entity",
        "<!doctype",
        "<?xml-stylesheet",
    ];
    let elements = [
        "script",
        "foreignobject",
        "handler",
        "iframe",
        "embed",
        "object",
    ];
    // Whatever its namespace is called.
    let element = text.split('<').any(|tag| {
        let end = tag.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
        let name = &tag[..end.unwrap_or(tag.len())];
        elements.contains(&name.rsplit(':').next().unwrap_or(name))
    });
    if element || words.iter().any(|word| text.contains(word)) {
        return true;
    }
    let animated = text.split("attributename").skip(1).any(|rest| {
        let value =
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\''));
        value.starts_with("on")
    });
    let handler = text.match_indices("on").any(|(at, _)| {
        let before = text[..at]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '/'));
        let rest = text[at + 2..].trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        before && rest.len() < text[at + 2..].len() && rest.trim_start().starts_with('=')
    });
    let entity = text.match_indices('&').any(|(at, _)| {
        !["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"]
            .iter()
            .any(|known| text[at..].starts_with(known))
    });
    handler || animated || entity
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_in_files_is_refused() {
        let file: Arc<str> = "content/a".into();
        for (path, bytes) in [
            ("a.html", ""),
            ("a.JS", ""),
            ("a.svg", "<svg><script>1</script></svg>"),
            ("a.svg", "<svg onload='x()'></svg>"),
            ("a.svg", "<svg><a href=\"&#106;avascript:x\"/></svg>"),
            ("a.svg", "<svg><circle\nonclick = \"x\"/></svg>"),
        ] {
            assert!(
                check_asset(path, &file, bytes.as_bytes()).is_err(),
                "{path} {bytes}"
            );
        }
        for (path, bytes) in [
            ("a.png", ""),
            ("a.csv", "on=1"),
            ("a.svg", "<svg><text>on time = now, R&amp;D</text></svg>"),
        ] {
            assert!(
                check_asset(path, &file, bytes.as_bytes()).is_ok(),
                "{path} {bytes}"
            );
        }
    }
}
