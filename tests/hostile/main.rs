//! Whatever stands in a source, no page runs code that is not casebook's: hostile texts in every
//! field and place either stop the build with an error at their place, or stand on the page as
//! plain text. Pages are read by the parser of a browser, feeds by a strict one.

#![allow(
    clippy::disallowed_methods,
    reason = "tests stand outside and look at the disk"
)]

mod judge;
mod places;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use casebook::diagnostic::{Code, Severity};
use judge::dangers;
use places::{places, quoted};
use support::memory::Memory;
use support::{Site, entry, xml};

/// Texts that close what they stand in, or open something else.
const MARKUP: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' autofocus onfocus='alert(1)",
    "` onload=`alert(1)",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "</style></textarea></noscript></template><script>alert(1)</script>",
    "<!--<script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<SCRIPT/x SRC=//evil.example/x.js></SCRIPT>",
    "\\\"><svg/onload=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;&#60;img src=x onerror=alert(1)&#62;",
    "{{ site }}{% include \"x\" %}{# x #}",
    "\u{fdd0}0\u{fdd1}<script>\u{fdd0}\u{2028}\u{202e}\u{feff}\u{0}\u{1}\u{7f}",
];

/// Elements and attributes that run, load or send something.
const ELEMENTS: &[&str] = &[
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><script>alert(1)</script><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
    "<svg><set attributeName=href to=javascript:alert(1) /><use href=\"data:image/svg+xml,x\"/></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math href=\"javascript:alert(1)\"><maction actiontype=statusline xlink:href=\"javascript:alert(1)\">x</maction></math>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<iframe src=\"javascript:alert(1)\" srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=\"javascript:alert(1)\"></object><embed src=\"javascript:alert(1)\">",
    "<form action=\"javascript:alert(1)\"><input type=submit><button formaction=\"javascript:alert(1)\">x</button></form>",
    "<base href=//evil.example/><link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<style>@import '//evil.example';</style><div style=\"background:url(javascript:alert(1))\">x</div>",
    "<details open ontoggle=alert(1)><summary onclick=alert(1)>x</summary></details>",
    "<video poster=javascript:alert(1)><source onerror=alert(1)></video><audio src=x onerror=alert(1)>",
    "<img src=\"x\" srcset=\"javascript:alert(1) 1x\" background=javascript:alert(1)>",
    "<template><script>alert(1)</script></template><xmp><script>alert(1)</script></xmp>",
    "<a href=\"&#106;avascript:alert(1)\">x</a><a href=\"java&#9;script:alert(1)\">x</a>",
    "<a href=\" &#1;javascript&colon;alert(1)\" target=_blank ping=//evil.example>x</a>",
    "<b/onclick=alert(1)>x</b><b\tonclick=alert(1)>x</b><b\u{c}onclick=alert(1)>x</b><x onclick=alert(1)>x</x>",
    "<td><tr><table></p></div></main></body></html><script>alert(1)</script>",
];

/// Addresses that run something.
const ADDRESSES: &[&str] = &[
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\u{1}javascript:alert(1)",
    "\u{ad}javascript:alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript%3Aalert(1)",
    "//evil.example/%0ajavascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "view-source:javascript:alert(1)",
    "blob:https://example.org/x",
    "https://example.org/\"onmouseover=\"alert(1)",
    "https://example.org/'onmouseover='alert(1)",
    "/x\" onclick=\"alert(1)",
];

/// What may be said of a hostile text: what was removed, or why it was refused.
const REFUSALS: &[Code] = &[
    Code::HtmlRemoved,
    Code::UnsafeUrl,
    Code::InvalidUrl,
    Code::UnportableName,
    Code::PathOutside,
    Code::BrokenReference,
    Code::BrokenLink,
    Code::BrokenAnchor,
    Code::MissingFile,
    Code::UnknownTerm,
    Code::DuplicateAnchor,
    Code::PathCollision,
    Code::SyntaxError,
    Code::Quiz,
];

/// Builds a site of these files without those that are refused, and gives its output and the
/// files that were refused.
fn built(files: &[(String, String)]) -> (Memory, BTreeSet<String>) {
    let site = Memory::new();
    for (path, text) in files {
        site.put(path, text);
    }
    let mut refused = BTreeSet::new();
    // A file may stand in for another's error only once.
    for _ in 0..files.len() {
        let outcome = site.build();
        for problem in &outcome.diagnostics {
            assert!(REFUSALS.contains(&problem.code), "{problem:?}");
        }
        if outcome.size.is_some() {
            return (site, refused);
        }
        let errors = outcome
            .diagnostics
            .iter()
            .filter(|problem| problem.severity == Severity::Error);
        let bad: BTreeSet<String> = errors
            .filter_map(|problem| Some(problem.place.as_ref()?.file.to_string()))
            .collect();
        assert!(!bad.is_empty(), "{:?}", outcome.diagnostics);
        for path in &bad {
            site.remove(path);
        }
        refused.extend(bad);
    }
    panic!("the site is never built");
}

/// Every page is harmless and every feed is well-formed.
fn assert_harmless(payload: &str, site: &Memory) {
    let output = site.output();
    for (path, bytes) in &output {
        let text = || {
            std::str::from_utf8(bytes)
                .unwrap_or_else(|error| panic!("{payload:?}: {path}: {error}"))
        };
        if path.ends_with(".html") {
            let found = dangers(path, text(), &output);
            assert!(found.is_empty(), "{payload:?}: {path}: {found:#?}");
        } else if path.ends_with(".xml") {
            let read = xml::read(text());
            assert!(read.is_ok(), "{payload:?}: {path}: {read:?}");
        }
    }
}

/// A text as a page can show it: without what no text may hold.
fn shown(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let held = |c: &char| !c.is_control() && !matches!(c, '\u{fdd0}'..='\u{fdef}');
    words.chars().filter(held).collect()
}

fn try_everywhere(payloads: &[&str], both: bool) {
    for payload in payloads {
        let files = places(payload, both);
        let (site, refused) = built(&files);
        assert_harmless(payload, &site);
        // Fields that take any text are never refused.
        let fields = |path: &&String| {
            ![
                "content/texts/",
                "content/addresses/",
                "content/policies/address",
            ]
            .iter()
            .any(|folder| path.starts_with(folder))
        };
        assert_eq!(refused.iter().find(fields), None, "{payload:?}");
        // The text is not lost either: it stands on the page, as text.
        for path in [
            "cases/a.html",
            "policies/a.html",
            "courses/a/index.html",
            "courses/a/1.html",
            "interpretations/a.html",
            "glossary/a.html",
            "about/a.html",
        ] {
            let title = site.page(path).text("h1");
            assert_eq!(shown(&title), shown(payload), "{path}");
        }
    }
}

#[test]
fn markup_in_every_place_stays_text() {
    try_everywhere(MARKUP, true);
}

#[test]
fn dangerous_elements_reach_no_page() {
    try_everywhere(ELEMENTS, false);
}

#[test]
fn dangerous_addresses_reach_no_link() {
    try_everywhere(ADDRESSES, false);
}

#[test]
fn names_of_files_are_harmless() {
    let names = [
        "it's \"quoted\"",
        "<img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "a&lt;script&gt;b",
        "a&amp;b",
        "{{ title }}",
        "x onload=alert(1)",
        "`backticks`",
        "100%25%3Cscript%3E",
        "#fragment?query=1",
        "javascript:alert(1)",
        "$(command)",
        "-rf",
        "\u{202e}gnp",
        "甲，乙",
    ];
    for name in names {
        let mut files = Vec::new();
        for folder in [
            "content",
            "content/cases",
            "content/glossary",
            "content/courses/a",
            "content/x",
        ] {
            let text = match folder {
                "content/cases" => support::case("title: x"),
                "content/courses/a" => entry(
                    "title: x\nminutes: 1\ndownloads: [{ file: ./a.csv, title: x }]",
                    support::LESSON_BODY,
                ),
                _ => entry("title: x", &format!("![x](<{name}.png>) [x](<{name}.csv>)")),
            };
            files.push((format!("{folder}/{name}.md"), text));
            files.push((format!("{folder}/{name}.png"), "x".to_owned()));
            files.push((format!("{folder}/{name}.csv"), "x".to_owned()));
        }
        files.push(("content/courses/a/a.csv".to_owned(), "x".to_owned()));
        files.push((format!("content/{name}/_index.md"), entry("title: y", "")));
        // Two pages may have one name as long as neither is lost.
        files.retain(|(path, _)| path != &format!("content/{name}.md"));
        let (site, _) = built(&files);
        assert_harmless(name, &site);
        let broken = support::links::broken(&site.output(), Some("https://example.org/site/"));
        assert_eq!(broken, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn settings_that_are_addresses_are_refused_unless_harmless() {
    for address in ADDRESSES.iter().chain(MARKUP) {
        let q = quoted(address);
        for line in [
            format!("base_url = {q}"),
            format!("edit_url = {}", quoted(&format!("{address}{{path}}"))),
            format!("[[menu]]\nto = {q}"),
            format!("content = {q}"),
        ] {
            let site = Memory::new();
            site.put("content/a.md", "---\ntitle: x\n---\n");
            site.put("site.toml", &format!("title = \"x\"\n{line}\n"));
            if site.build().size.is_some() {
                assert_harmless(&line, &site);
            }
        }
    }
}

#[test]
fn no_id_of_a_text_takes_the_place_of_the_themes() {
    let ids = "## a {#_main}\n\n## b {#_related}\n\n<p id=\"_sources\">c</p>\n\n<p id=\"_main\">d</p>\n\n## e {#fn-1}\n\nf[^1]\n\n[^1]: g\n";
    let site = Site::with(&[(
        "content/a.md",
        &entry(
            "title: x\nrelated: [b]\nsources: [{ name: x, as_of: 2026-01-01, status: sample }]",
            ids,
        ),
    )]);
    site.write("content/b.md", entry("title: y", ""));
    assert_eq!(site.build().errors(), 0);
    let page = site.page("a.html");
    let all = page.ids();
    let distinct: BTreeSet<_> = all.iter().collect();
    assert_eq!(distinct.len(), all.len(), "{all:?}");
    assert_eq!(page.attributes("#_main", "class"), ["frame"]);
    assert_eq!(
        support::links::broken(&site.output(), Some("https://example.org/site/")),
        Vec::<String>::new()
    );
}

#[test]
fn pictures_with_code_are_refused() {
    let svg = |inner: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">{inner}</svg>"
        )
    };
    let utf16: Vec<u8> = svg("<script>alert(1)</script>")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let mut hostile: Vec<Vec<u8>> = [
        "<script>alert(1)</script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        "<x:script xmlns:x=\"http://www.w3.org/2000/svg\">alert(1)</x:script>",
        "<g onload=\"alert(1)\"/>",
        "<g\nonclick\t=\n'alert(1)'/>",
        "<g id=\"a\"onclick=\"alert(1)\"/>",
        "<a xlink:href=\"javascript:alert(1)\"><text>x</text></a>",
        "<a href=\"JAVASCRIPT:alert(1)\"/>",
        "<a href=\"&#106;avascript:alert(1)\"/>",
        "<a href=\"java&#x0A;script:alert(1)\"/>",
        "<a><animate attributeName=\"href\" values=\"javascript:alert(1)\"/></a>",
        "<set attributeName=\"onmouseover\" to=\"alert(1)\"/>",
        "<foreignObject><iframe src=\"x\"/></foreignObject>",
        "<handler>alert(1)</handler>",
        "<x:foreignObject xmlns:x=\"http://www.w3.org/2000/svg\"/>",
        "<animate attributeName = ' onclick' values=\"alert(1)\"/>",
        "<a href=\"data:text/html,x\"/>",
        "<iframe xmlns=\"http://www.w3.org/1999/xhtml\" src=\"x\"/>",
    ]
    .map(|inner| svg(inner).into_bytes())
    .to_vec();
    hostile.push([&[0xff, 0xfe], utf16.as_slice()].concat());
    hostile.push(utf16);
    let hidden = svg("<a href=\"java\u{1b}(Bscript:alert(1)\"/>");
    hostile.push(format!("<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?>{hidden}").into_bytes());
    hostile.push(
        format!(
            "<?xml-stylesheet href=\"x.xsl\" type=\"text/xsl\"?>{}",
            svg("")
        )
        .into_bytes(),
    );
    hostile.push(format!("<!DOCTYPE svg [<!ENTITY x \"y\">]>{}", svg("&x;")).into_bytes());
    hostile.push(b"<svg/onload=alert(1)>".to_vec());
    for bytes in hostile {
        let site = Site::new();
        site.write("content/图.svg", &bytes);
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        assert_eq!(
            site.problems(&site.build()),
            ["content/图.svg:1:1: unsafe-file"],
            "{shown}"
        );
    }
    // And what is drawn is drawn.
    let site = Site::new();
    let drawing = svg(
        "<title>on time = now &amp; then</title><a href=\"https://example.org/\"><path d=\"M0 0\"/></a>",
    );
    site.write("content/图.svg", &drawing);
    assert_eq!(site.built().read("图.svg"), drawing);
}
