//! Files that cannot be used: unreadable, unnamed, unsafe, or there twice.

use casebook::diagnostic::Code;

use crate::support::SITE;
use crate::support::faults::Faulty;
use crate::{Fixture, arranged, file, files, front, run};

pub(super) fn fixtures() -> Vec<Fixture> {
    vec![
        run(
            Code::UnreadableFile,
            "no permission",
            &["content/页.md:1:1: unreadable-file"],
            |site| {
                site.write("content/页.md", front("title: 页"));
            },
            |site| site.build_with(&Faulty::unreadable("content/页.md"), site.options()),
        ),
        arranged(
            Code::UnreadableFile,
            "no content folder",
            &["unreadable-file"],
            |site| {
                std::fs::remove_dir(site.path("content")).expect("an empty folder");
            },
        ),
        arranged(
            Code::FileTooLarge,
            "a long file",
            &["content/大.md:1:1: file-too-large"],
            |site| {
                site.write(
                    "site.toml",
                    format!("{SITE}[limits]\nmax_file_bytes = 3000\n"),
                );
                site.write("content/大.md", front("title: 大") + &"长".repeat(1000));
            },
        ),
        arranged(
            Code::FileTooLarge,
            "a large picture",
            &["content/a.svg:1:1: file-too-large"],
            |site| {
                site.write(
                    "site.toml",
                    format!("{SITE}[limits]\nmax_asset_bytes = 1024\n"),
                );
                site.write("content/a.svg", format!("<svg>{}</svg>", " ".repeat(1024)));
            },
        ),
        file(
            Code::InvalidUtf8,
            "GBK after Chinese text",
            "content/a.md",
            [
                b"---\ntitle: ".as_slice(),
                "标题".as_bytes(),
                b"\xb1\xea\n---\n",
            ]
            .concat(),
            &["content/a.md:2:10: invalid-utf8"],
        ),
        file(
            Code::InvalidUtf8,
            "a registry",
            "registries/sizes.toml",
            b"zh = \"\xb1\xea\"\n",
            &["registries/sizes.toml:1:7: invalid-utf8"],
        ),
        file(
            Code::EmptyFile,
            "nothing at all",
            "content/空.md",
            "",
            &["content/空.md:1:1: empty-file"],
        ),
        file(
            Code::EmptyFile,
            "white space",
            "content/a.md",
            "\u{feff}\r\n \r\n",
            &["content/a.md:1:1: empty-file"],
        ),
        #[cfg(unix)]
        arranged(
            Code::SymlinkOutside,
            "links to a file, a folder, nothing and itself",
            &[
                "content/a.md:1:1: symlink-outside",
                "content/b:1:1: symlink-outside",
                "content/c.md:1:1: symlink-outside",
                "content/d:1:1: symlink-outside",
            ],
            |site| {
                let link = |to: &str, at: &str| {
                    std::os::unix::fs::symlink(to, site.path(at)).expect("a link")
                };
                site.write("secret/a.md", front("title: 秘密"));
                link("../secret/a.md", "content/a.md");
                link("../secret", "content/b");
                link("nothing.md", "content/c.md");
                link(".", "content/d");
            },
        ),
        arranged(
            Code::UnportableName,
            "reserved names, an ending dot, an invisible character",
            &[
                "content/AUX.png:1:1: unportable-name",
                "content/a\u{202e}b.md:1:1: unportable-name",
                "content/con.md:1:1: unportable-name",
                "content/x./a.md:1:1: unportable-name",
            ],
            |site| {
                for path in [
                    "content/AUX.png",
                    "content/a\u{202e}b.md",
                    "content/con.md",
                    "content/x./a.md",
                ] {
                    site.write(path, front("title: 名"));
                }
            },
        ),
        file(
            Code::UnknownLanguage,
            "French",
            "content/页.fr.md",
            front("title: 页"),
            &["content/页.fr.md:1:1: unknown-language"],
        ),
        arranged(
            Code::UnknownLanguage,
            "a site in Chinese alone",
            &["content/a.en.md:1:1: unknown-language"],
            |site| {
                site.write("site.toml", "title = \"站\"\nlanguages = [\"zh\"]\n");
                site.write("content/a.en.md", front("title: Page"));
            },
        ),
        files(
            Code::UnsafeFile,
            "a page, a script, an SVG with a handler",
            &[
                ("content/a.html", "<p>"),
                ("content/b.JS", "1"),
                ("content/图.svg", "<svg><g onclick='x()'/></svg>"),
            ],
            &[
                "content/a.html:1:1: unsafe-file",
                "content/b.JS:1:1: unsafe-file",
                "content/图.svg:1:1: unsafe-file",
            ],
        ),
        files(
            Code::DuplicateEntry,
            "a file and a folder",
            &[
                ("content/a.md", "---\ntitle: 甲\n---\n"),
                ("content/a/index.md", "---\ntitle: 乙\n---\n"),
            ],
            &["content/a/index.md:1:1: duplicate-entry"],
        ),
        files(
            Code::DuplicateEntry,
            "the language said twice",
            &[
                ("content/a.md", "---\ntitle: 甲\n---\n"),
                ("content/a.zh.md", "---\ntitle: 乙\n---\n"),
            ],
            &["content/a.zh.md:1:1: duplicate-entry"],
        ),
    ]
}
