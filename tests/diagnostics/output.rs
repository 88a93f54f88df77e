//! Addresses that collide, themes with errors, and output that cannot be written.

use std::path::Path;
use std::sync::Arc;

use casebook::build::{Options, Outcome, Report};
use casebook::diagnostic::Code;
use casebook::language::Lang;
use casebook::serve::{self, Console, Editor, Event, Settings};
use casebook::world::{Disk, World};

use crate::support::faults::{Act, Faulty};
use crate::{Fixture, arranged, file, files, front, run};

pub(super) fn fixtures() -> Vec<Fixture> {
    let page = || front("title: 页");
    vec![
        arranged(
            Code::PathCollision,
            "names that differ in case only",
            // In both languages.
            &[
                "content/页a.md:1:1: path-collision",
                "content/页a.md:1:1: path-collision",
            ],
            move |site| {
                site.write("content/页A.md", page())
                    .write("content/页a.md", page());
            },
        ),
        arranged(
            Code::PathCollision,
            "aliases: of a page, of each other, of a page casebook makes",
            &[
                "content/a.md:3:11: path-collision",
                "content/a.md:3:20: path-collision",
                "content/b.md:3:11: path-collision",
            ],
            |site| {
                site.write(
                    "content/a.md",
                    front("title: 页\naliases: [/b.html, /CLAUSES/, /旧/]"),
                );
                site.write(
                    "content/b.md",
                    front("title: 页\naliases: [/旧/index.html]"),
                );
            },
        ),
        arranged(
            Code::PathCollision,
            "a file where a folder must be",
            &[
                "content/a.md:1:1: path-collision",
                "content/a.md:1:1: path-collision",
            ],
            |site| {
                site.write("content/a.md", front("title: 页"))
                    .write("content/a.html/b.md", front("title: 页"));
            },
        ),
        run(
            Code::AddressUnavailable,
            "a host that has no name",
            &["address-unavailable"],
            |_| {},
            |site| {
                let settings = Settings {
                    options: site.options(),
                    host: String::new(),
                    port: 0,
                    allowed_hosts: Vec::new(),
                    editor: Editor::default(),
                    lang: Lang::En,
                    poll: false,
                };
                let served = serve::serve(&Disk, settings, Arc::new(Nobody));
                Outcome {
                    report: Report::default(),
                    diagnostics: served.err().unwrap_or_default(),
                    size: None,
                }
            },
        ),
        file(
            Code::TemplateError,
            "a template that does not parse",
            "theme/templates/page.html",
            "{% extends \"base.html\" %}\n{% block main %}\n中文{{ title }\n{% endblock %}\n",
            &["theme/templates/page.html:3:12: template-error"],
        ),
        file(
            Code::TemplateError,
            "a part and a filter that do not exist",
            "theme/templates/page.html",
            "<p>\n中文{% include \"partials/none.html\" %}\n{{ title | none }}\n",
            &[
                "theme/templates/page.html:2:14: template-error",
                "theme/templates/page.html:3:12: template-error",
            ],
        ),
        files(
            Code::TemplateError,
            "a template that does not render, beside a bad file",
            &[
                (
                    "theme/templates/page.html",
                    "{{ title }}\n中文{{ nothing.at.all }}\n",
                ),
                ("content/a.md", "---\ntitle: 页\n---\n"),
                ("content/b.md", "# 无\n"),
            ],
            &[
                "content/b.md:1:1: missing-front-matter",
                "theme/templates/page.html:2:6: template-error",
            ],
        ),
        file(
            Code::ThemeStrings,
            "a word that is not text, and one that the other language lacks",
            "theme/strings/zh.toml",
            "own = \"词\"\nmenu = []\n",
            &[
                "theme/strings/zh.toml:2:1: theme-strings",
                "theme/strings/zh.toml:1:1: theme-strings",
            ],
        ),
        run(
            Code::OutputInContent,
            "inside, above, and the folder itself",
            &["output-in-content"],
            |_| (),
            |site| {
                for folder in ["content", "content/x", "registries/y", "theme", "."] {
                    let outcome = site.build_with(
                        &Disk,
                        Options {
                            output: Some(site.path(folder)),
                            ..site.options()
                        },
                    );
                    assert_eq!(site.problems(&outcome), ["output-in-content"], "{folder}");
                }
                site.build_with(
                    &Disk,
                    Options {
                        output: Some(site.path("content/../content/a/../b")),
                        ..site.options()
                    },
                )
            },
        ),
        arranged(
            Code::OutputForeign,
            "somebody's folder",
            &["output-foreign"],
            |site| {
                site.write("public/报告.txt", "x")
                    .write("public/sub/b", "y");
            },
        ),
        arranged(Code::OutputForeign, "a file", &["output-foreign"], |site| {
            site.write("public", "x");
        }),
        run(
            Code::OutputLocked,
            "another build under way",
            &["output-locked"],
            |_| (),
            |site| {
                site.write(".public.casebook/lock", "");
                let lock = Disk
                    .lock(&site.path(".public.casebook/lock"))
                    .expect("free");
                let outcome = site.build();
                drop(lock);
                outcome
            },
        ),
        run(
            Code::WriteFailed,
            "a full disk",
            &["write-failed"],
            |_| (),
            |site| {
                let full = Faulty::new(|act, _: &Path| match act {
                    Act::Write => Err(std::io::ErrorKind::StorageFull.into()),
                    _ => Ok(()),
                });
                site.build_with(&full, site.options())
            },
        ),
    ]
}

/// Nobody is told anything.
struct Nobody;

impl Console for Nobody {
    fn tell(&self, _: Event<'_>) {}
}
