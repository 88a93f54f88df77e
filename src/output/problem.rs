//! What can be wrong with an output, in words.

use std::io;
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Message, message};

pub(super) fn foreign(target: &Path, paths: &[String]) -> Diagnostic {
    const SHOWN: usize = 5;
    let mut list = paths
        .iter()
        .take(SHOWN)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    if paths.len() > SHOWN {
        list.push_str(", …");
    }
    let target = target.display();
    Diagnostic::global(
        Code::OutputForeign,
        message!(
            "输出位置 {target} 有不是 casebook 写的文件：{list}",
            "the output folder {target} holds files that casebook did not write: {list}"
        ),
    )
    .hint(message!(
        "换一个空的或还不存在的文件夹（--output），或自行移走这些文件",
        "choose an empty or new folder with --output, or move these files away"
    ))
}

pub(super) fn no_folder(target: &Path) -> Diagnostic {
    let target = target.display();
    Diagnostic::global(
        Code::OutputForeign,
        message!(
            "输出位置 {target} 是文件，不是文件夹",
            "the output {target} is a file, not a folder"
        ),
    )
    .hint(message!(
        "用 --output 指定一个文件夹",
        "choose a folder with --output"
    ))
}

pub(super) fn locked(target: &Path, work: &Path, error: &io::Error) -> Diagnostic {
    if error.kind() != io::ErrorKind::WouldBlock {
        return failed(work, error);
    }
    let target = target.display();
    Diagnostic::global(
        Code::OutputLocked,
        message!(
            "另一个 casebook 正在写 {target}",
            "another casebook is writing {target}"
        ),
    )
    .hint(message!(
        "等它结束再试，或用 --output 指定另一个文件夹",
        "try again when it has ended, or choose another folder with --output"
    ))
}

pub(super) fn failed(path: &Path, error: &io::Error) -> Diagnostic {
    let path = path.display();
    let why = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Message {
            zh: "磁盘已满".to_owned(),
            en: "the disk is full".to_owned(),
        },
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => Message {
            zh: "它是一个挂载点，不能整个替换；请输出到它里面的一个文件夹".to_owned(),
            en: "it is a mount point, which cannot be replaced as a whole; write to a folder inside it".to_owned(),
        },
        io::ErrorKind::PermissionDenied => Message {
            zh: "没有写入权限".to_owned(),
            en: "permission to write is missing".to_owned(),
        },
        _ => Message {
            zh: error.to_string(),
            en: error.to_string(),
        },
    };
    let Message { zh, en } = why;
    Diagnostic::global(
        Code::WriteFailed,
        Message {
            zh: format!("无法写入 {path}：{zh}"),
            en: format!("cannot write {path}: {en}"),
        },
    )
    .hint(message!(
        "原有站点没有改动",
        "the site that was there is unchanged"
    ))
}
