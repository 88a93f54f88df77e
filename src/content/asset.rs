//! Files that are published as they are: images and downloads. None may bring code that runs in
//! a reader's browser.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Place, message};

/// Endings that are published. A server tells browsers by the ending what a file is, so only
/// those that no browser runs are let through.
const PUBLISHED: [&str; 53] = [
    // Pictures.
    "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "bmp", "tif", "tiff",
    // Documents and data.
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "rtf", "txt", "csv",
    "tsv", "json", "yaml", "yml", "toml", "epub", "wps", "et", "dps", "ofd", "ics", "bib",
    // Archives.
    "zip", "7z", "gz", "tar", "tgz", "bz2", "xz", "rar", // Sound and film.
    "mp3", "m4a", "ogg", "wav", "flac", "mp4", "webm", "mov", "vtt",
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
            "转成图片或 PDF，或打包成 zip 再提供下载；SVG 可另存为“普通 SVG”",
            "turn it into a picture or a PDF, or offer it as a zip file; save an SVG as plain SVG"
        )))
    };
    if !PUBLISHED.contains(&ending.as_str()) {
        return refuse(
            "这类文件不能随站发布：浏览器可能把它当作网页或脚本打开",
            "this sort of file is not published: browsers might open it as a page or a script",
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
/// document type of its own or an entity that XML does not define counts as well.
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
        "@import",
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
    // A document type that only names a public one is harmless; one of its own may hide names.
    let doctype = text.split("<!doctype").skip(1).any(|rest| {
        rest.split('>')
            .next()
            .is_some_and(|inner| inner.contains('['))
    });
    if element || doctype || words.iter().any(|word| text.contains(word)) {
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
    let entity = text
        .match_indices('&')
        .any(|(at, _)| !is_harmless(&text[at..]));
    handler || animated || entity
}

/// Whether a reference is one of XML's own or stands for a character outside ASCII, which no name
/// that matters has.
fn is_harmless(reference: &str) -> bool {
    if ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"]
        .iter()
        .any(|known| reference.starts_with(known))
    {
        return true;
    }
    let number = reference
        .strip_prefix("&#")
        .and_then(|rest| rest.split(';').next());
    let code = number.and_then(|number| match number.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    code.is_some_and(|code| code > 0x7f)
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
