//! Blocks, raw HTML, code.

use super::*;

#[test]
fn table_has_scopes_classes_and_a_named_wrapper() {
    check(&[(
        "| 甲 | *乙* | |\n|:--|:-:|--:|\n| 1 | [[a\\|b]] | |",
        "<div class=\"table-wrap\" tabindex=\"0\" role=\"group\" aria-label=\"甲, 乙\"><table>\n\
         <thead><tr><th scope=\"col\" class=\"align-left\">甲</th>\
         <th scope=\"col\" class=\"align-center\"><em>乙</em></th><td class=\"align-right\"></td></tr></thead>\n\
         <tbody>\n<tr><td class=\"align-left\">1</td>\
         <td class=\"align-center\"><a class=\"term\" href=\"a\">b</a></td>\
         <td class=\"align-right\"></td></tr>\n</tbody>\n</table></div>",
    )]);
}

#[test]
fn footnotes_come_last_in_order_of_reference() {
    check(&[(
        "a[^b] c[^a][^b] d[^x]\n\n[^a]: A\n\n[^b]: - B [^c]\n\n[^c]: C",
        "<p>a<sup class=\"footnote-ref\"><a id=\"fnref-1\" href=\"#fn-1\">1</a></sup> \
         c<sup class=\"footnote-ref\"><a id=\"fnref-2\" href=\"#fn-2\">2</a></sup>\
         <sup class=\"footnote-ref\"><a id=\"fnref-1-2\" href=\"#fn-1\">1</a></sup> d[^x]</p>\n\
         <section class=\"footnotes\" aria-label=\"{footnotes}\">\n<ol>\n\
         <li id=\"fn-1\">\n<ul>\n<li>B <sup class=\"footnote-ref\"><a id=\"fnref-3\" href=\"#fn-3\">3</a></sup></li>\n</ul>\n\
         <p> <a class=\"footnote-back\" href=\"#fnref-1\" aria-label=\"{footnote_back} 1\">↩\u{fe0e}</a> \
         <a class=\"footnote-back\" href=\"#fnref-1-2\" aria-label=\"{footnote_back} 1-2\">↩\u{fe0e}</a></p>\n</li>\n\
         <li id=\"fn-2\">\n<p>A <a class=\"footnote-back\" href=\"#fnref-2\" aria-label=\"{footnote_back} 2\">↩\u{fe0e}</a></p>\n</li>\n\
         <li id=\"fn-3\">\n<p>C <a class=\"footnote-back\" href=\"#fnref-3\" aria-label=\"{footnote_back} 3\">↩\u{fe0e}</a></p>\n</li>\n\
         </ol>\n</section>",
    )]);
    assert!(html("a\n\n[^1]: 无人引用").contains("<li id=\"fn-1\">\n<p>无人引用</p>\n</li>"));
}

#[test]
fn blocks_are_written_plainly() {
    check(&[
        (
            "- [x] a\n- [ ] b",
            "<ul class=\"task-list\">\n<li class=\"task\"><span class=\"task-box\" role=\"img\" aria-label=\"{task_done}\">☑</span> a</li>\n\
             <li class=\"task\"><span class=\"task-box\" role=\"img\" aria-label=\"{task_open}\">☐</span> b</li>\n</ul>",
        ),
        ("词\n: 释义", "<dl>\n<dt>词</dt>\n<dd>释义</dd>\n</dl>"),
        (
            "3. a\n4. b",
            "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>",
        ),
        (
            "> [!TIP]\n> a",
            "<aside class=\"alert alert-tip\" role=\"note\">\n<p class=\"alert-title\">{alert_tip}</p>\n<p>a</p>\n</aside>",
        ),
        (
            "![a *b*](c.png \"题\")",
            "<figure>\n<img src=\"c.png\" alt=\"a b\" loading=\"lazy\" decoding=\"async\">\n<figcaption>题</figcaption>\n</figure>",
        ),
        (
            "![a](c.png)",
            "<p><img src=\"c.png\" alt=\"a\" loading=\"lazy\" decoding=\"async\"></p>",
        ),
        ("a  \nb\\\nc", "<p>a<br>\nb<br>\nc</p>"),
        (
            "`<&>` \"q\" &amp;lt;",
            "<p><code>&lt;&amp;&gt;</code> &quot;q&quot; &amp;lt;</p>",
        ),
        (
            "a\r\nb\r\n\r\n    c\r\n",
            "<p>a\nb</p>\n<pre class=\"code\" tabindex=\"0\"><code>c\n</code></pre>",
        ),
        ("$a$ \"b\" -- c", "<p>$a$ &quot;b&quot; -- c</p>"),
    ]);
}

#[test]
fn control_and_noncharacters_are_stripped() {
    check(&[
        (
            "a\u{1}b\u{85}c\u{fdd0}h0\u{fdd1}\u{fffe}\u{1ffff}d",
            "<p>abch0d</p>",
        ),
        (
            "&#xFDD0;h0&#xFDD1; <b title='&#xFDD0;p0&#xFDD1;'>x</b>",
            "<p>h0 <b title=\"p0\">x</b></p>",
        ),
        (
            "<div>&#<!-- -->xFDD0;h0&#x<!-- -->FDD1; &copy; &#169; a&b</div>",
            "<div>&amp;#xFDD0;h0&amp;#xFDD1; © © a&amp;b</div>",
        ),
    ]);
}

#[test]
fn allowed_html_stays() {
    check(&[
        (
            "按 <kbd>Ctrl</kbd>+H<sub>2</sub>O",
            "<p>按 <kbd>Ctrl</kbd>+H<sub>2</sub>O</p>",
        ),
        (
            "<details>\n<summary>摘要</summary>\n\n正文 *em*\n\n</details>\n\n后",
            "<details>\n<summary>摘要</summary>\n<p>正文 <em>em</em></p>\n</details>\n<p>后</p>",
        ),
        (
            "<ruby>創<rp>(</rp><rt>そう</rt><rp>)</rp></ruby>",
            "<p><ruby>創<rp>(</rp><rt>そう</rt><rp>)</rp></ruby></p>",
        ),
        (
            "<img src='a.png' width=10 srcset=x>",
            "<img src=\"a.png\" width=\"10\" alt=\"\" loading=\"lazy\" decoding=\"async\">",
        ),
        (
            "<a href=\"b.md?x&amp;y\" target=_blank rel=x>c</a>",
            "<p><a href=\"b.md?x&amp;y\">c</a></p>",
        ),
        ("a <!-- b --> c", "<p>a  c</p>"),
        ("a <b>b\n\nc", "<p>a <b>b</b></p>\n<p>c</p>"),
        (
            "- <div>a\n- b\n\n</div>",
            "<ul>\n<li><div>a\n</div></li>\n<li>b</li>\n</ul>",
        ),
        (
            "<table><tr><td>a<td>b</table>",
            "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
        ),
    ]);
}

#[test]
fn ids_in_html_are_unique_and_not_the_themes() {
    let text = "<a id=\"a\"></a><b id=a>x</b> <i id=cb-x>y</i>\n\n## z {#b}\n\n<b id=b></b>";
    assert!(
        html(text).starts_with("<p><a id=\"a\"></a><b id=\"a-2\">x</b> <i id=\"x-cb-x\">y</i></p>"),
        "{}",
        html(text)
    );
    assert_eq!(
        problems(text),
        [
            (Code::DuplicateAnchor, "id=a".into()),
            (Code::DuplicateAnchor, "id=b".into())
        ]
    );
}

#[test]
fn removed_html_is_reported_once_for_each_place() {
    let text = "a <font color=red>b</font>\n\n<div style=\"x\" onclick=\"y\" class=z>\n<iframe src=x>no</iframe>ok\n</div>";
    assert_eq!(
        problems(text),
        [
            (Code::HtmlRemoved, "<font color=red>".into()),
            (Code::HtmlRemoved, "style=\"x\"".into())
        ]
    );
    let (_, diagnostics) = compiled(text);
    assert!(
        diagnostics[1]
            .message
            .en
            .ends_with("style=, onclick=, class=, <iframe>"),
        "{}",
        diagnostics[1].message.en
    );
    check(&[(text, "<p>a b</p>\n<div>\nok\n</div>")]);
}

#[test]
fn own_markup_survives_the_sanitizer() {
    let text = "## 题\n\n- [x] a[^1]\n\n| a | b |\n|:-|-:|\n| c | [d](e) |\n\n> [!NOTE]\n> f\n\n> [!QUIZ]\n> g\n>\n> - [x] h\n\n\
                ![i](j \"k\")\n\n[[l]]\n\n```rust title=\"m\"\nfn main() {}\n```\n\nn\n: o\n\n3. p\n\n[^1]: q";
    assert_eq!(
        html(&format!("<br>\n\n{text}")),
        format!("<br>\n{}", html(text))
    );
}

#[test]
fn code_is_highlighted_with_few_classes() {
    check(&[
        (
            "```rust,ignore\nlet a = 1; // <b>\n```",
            "<pre class=\"code\" tabindex=\"0\"><code class=\"language-rust\"><span class=\"hl-keyword\">let</span> a \
             <span class=\"hl-operator\">=</span> <span class=\"hl-number\">1</span>; <span class=\"hl-comment\">// &lt;b&gt;</span>\n</code></pre>",
        ),
        (
            "```unknown\n<b>\n```",
            "<pre class=\"code\" tabindex=\"0\"><code class=\"language-unknown\">&lt;b&gt;\n</code></pre>",
        ),
        (
            "```\n**“a”**是\n```",
            "<pre class=\"code\" tabindex=\"0\"><code>**“a”**是\n</code></pre>",
        ),
        (
            "``` {site.toml}\nx\n```",
            "<figure class=\"code-figure\">\n<figcaption class=\"code-title\">site.toml</figcaption>\n\
             <pre class=\"code\" tabindex=\"0\"><code>x\n</code></pre>\n</figure>",
        ),
    ]);
    for (text, highlighted) in [
        ("let a = 1;\n".repeat(10), true),
        ("let a = 1;\n".repeat(10_000), false),
        ("1 + ".repeat(2000), false),
    ] {
        assert_eq!(
            html(&format!("```rust\n{text}\n```")).contains("hl-"),
            highlighted
        );
    }
}

#[test]
fn highlighting_keeps_the_code() {
    for language in [
        "sh",
        "console",
        "yaml",
        "toml",
        "json",
        "js",
        "ts",
        "tsx",
        "go",
        "java",
        "py",
        "rb",
        "php",
        "c",
        "cpp",
        "cs",
        "html",
        "css",
        "sql",
        "xml",
        "diff",
        "dockerfile",
        "md",
        "ini",
        "make",
        "kotlin",
        "swift",
        "proto",
        "powershell",
    ] {
        let code = "<a b=\"c\"> // # d\nfunction e(f) { return \"g\" + 1; }\n";
        let html = html(&format!("```{language}\n{code}```"));
        let (_, content) = html
            .split_once("<code")
            .and_then(|(_, rest)| rest.split_once('>'))
            .expect("code");
        let text: String = content
            .split('<')
            .map(|part| part.rsplit_once('>').map_or(part, |(_, text)| text))
            .collect();
        let text = text
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"");
        assert_eq!(text.trim_end(), code.trim_end(), "{language}");
    }
}
