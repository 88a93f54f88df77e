//! `casebook explain` and `casebook reference`.

use std::process::ExitCode;

use super::args::{Document, Explain, Reference};
use super::{Terminal, USAGE};
use crate::content::Kind;
use crate::diagnostic::{Code, did_you_mean, reference_page};
use crate::reference;

pub(super) fn explain(args: &Explain, terminal: &Terminal) -> ExitCode {
    let Some(name) = &args.code else {
        terminal.data(&reference_page(terminal.lang));
        return ExitCode::SUCCESS;
    };
    if let Some(code) = Code::ALL.iter().find(|code| code.as_str() == name) {
        terminal.data(&format!("{code}\n\n{}\n", code.explanation(terminal.lang)));
        return ExitCode::SUCCESS;
    }
    let unknown = terminal.say("没有这个诊断代码", "there is no such code");
    terminal.tell(&format!("{unknown}: {name}\n"));
    if let Some(meant) = did_you_mean(name, Code::ALL.iter().map(|code| code.as_str())) {
        terminal.tell(&format!(
            "{}: {meant}\n",
            terminal.say("是不是", "did you mean")
        ));
    }
    ExitCode::from(USAGE)
}

pub(super) fn reference(args: &Reference, terminal: &Terminal) -> ExitCode {
    let kinds = args
        .kind
        .map_or_else(|| Kind::ALL.to_vec(), |kind| vec![kind.into()]);
    let text = match args.document {
        Document::Codes => reference_page(terminal.lang),
        Document::Fields => reference::field_guide(&kinds, terminal.lang),
        Document::Schema => {
            let mut schemas: serde_json::Map<_, _> = kinds
                .iter()
                .map(|kind| (kind.as_str().to_owned(), reference::json_schema(*kind)))
                .collect();
            if args.kind.is_none() {
                schemas.insert("site".to_owned(), reference::config_schema());
            }
            match schemas.into_iter().collect::<Vec<_>>().as_slice() {
                [(_, schema)] => format!("{schema:#}\n"),
                all => format!(
                    "{:#}\n",
                    serde_json::Value::Object(all.iter().cloned().collect())
                ),
            }
        }
    };
    terminal.data(&text);
    ExitCode::SUCCESS
}
