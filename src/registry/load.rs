//! Reads registry files and checks what ties their items together.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Item, NAMES, Provenance, Registries, Registry, Status};
use crate::config::{Config, read_text};
use crate::data::{self, Check, Located, Shape, Syntax, Text, Vocabulary as _};
use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean, message};
use crate::world::{PathKind, World};

/// A registry file as written.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
struct RegistryFile {
    /// Name of the registry in Chinese.
    #[schemars(extend("x-required" = true, "x-zh" = "登记表的中文名。"))]
    zh: String,
    /// Name of the registry in English.
    #[schemars(extend("x-required" = true, "x-zh" = "登记表的英文名。"))]
    en: String,
    /// Where the items come from.
    #[schemars(extend("x-required" = true, "x-zh" = "来源。"))]
    source: Text,
    /// Day of the last check against the source.
    #[schemars(extend("x-required" = true, "x-zh" = "核对日期。"))]
    as_of: Date,
    /// How far the items are verified.
    #[schemars(extend("x-required" = true, "x-zh" = "核实状态。"))]
    status: Status,
    /// The items.
    #[schemars(extend("x-zh" = "各项。"))]
    item: Vec<ItemFile>,
}

/// An item as written.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
struct ItemFile {
    /// Id, unique in the registry.
    #[schemars(extend("x-required" = true, "x-zh" = "编号，登记表内唯一。"))]
    id: Located<String>,
    /// Name in Chinese.
    #[schemars(extend("x-required" = true, "x-zh" = "中文名。"))]
    zh: String,
    /// Name in English.
    #[schemars(extend("x-required" = true, "x-zh" = "英文名。"))]
    en: String,
    /// Display number, when it differs from the id.
    #[schemars(extend("x-zh" = "显示用的编号。"))]
    number: Option<String>,
    /// Id of the item above.
    #[schemars(extend("x-zh" = "上级编号。"))]
    parent: Option<Located<String>>,
    /// Sort of item, for fields that admit one sort only.
    #[schemars(extend("x-zh" = "类别。"))]
    role: Option<String>,
    /// Standard a clause belongs to: an id of the registry `standards`.
    #[schemars(extend("x-zh" = "所属标准：standards 登记表中的编号。"))]
    standard: Option<Located<String>>,
    /// A note.
    #[schemars(extend("x-zh" = "说明。"))]
    note: Option<Text>,
    /// Source, where it differs from the registry's.
    #[schemars(extend("x-zh" = "来源（与登记表不同时）。"))]
    source: Option<Text>,
    /// Day of the last check, where it differs.
    #[schemars(extend("x-zh" = "核对日期（不同时）。"))]
    as_of: Option<Date>,
    /// Status, where it differs.
    #[schemars(extend("x-zh" = "核实状态（不同时）。"))]
    status: Option<Status>,
}

/// Reads every registry of the site at `root`, reporting all problems of all files.
pub fn load(world: &dyn World, root: &Path, config: &Config) -> (Registries, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut registries = HashMap::new();
    let mut unusable = HashSet::new();
    let folder = Config::folder(root, &config.registries);
    if world.kind(&folder) != Some(PathKind::Folder) {
        return (Registries::default(), problems);
    }
    let shape = Shape::of::<RegistryFile>();
    for found in world.walk(&folder).unwrap_or_default() {
        let Ok(name) = found.path else { continue };
        let syntax = match name.rsplit_once('.') {
            Some((_, "toml")) => Syntax::Toml,
            Some((_, "yaml" | "yml")) => Syntax::Yaml,
            _ => continue,
        };
        let file: Arc<str> = format!("{}/{name}", config.registries).into();
        let id = name.rsplit_once('.').map_or(name.as_str(), |(id, _)| id);
        if !NAMES.contains(&id) || registries.contains_key(id) {
            problems.push(unknown_file(&file, id));
            continue;
        }
        match read(world, &folder.join(&name), file, id, syntax, &shape, config) {
            Ok(registry) => {
                registries.insert(id.to_owned(), registry);
            }
            Err(mut found) => {
                problems.append(&mut found);
                unusable.insert(id.to_owned());
            }
        }
    }
    let registries = Registries {
        by_id: registries,
        unusable,
    };
    check_standards(&registries, &mut problems);
    (registries, problems)
}

fn unknown_file(file: &Arc<str>, id: &str) -> Diagnostic {
    let known = NAMES.join(", ");
    let diagnostic = Diagnostic::new(
        Code::UnknownRegistry,
        Place::file(file.clone()),
        message!(
            "没有名为 {id} 的登记表，或它有两个文件",
            "there is no registry called {id}, or it has two files"
        ),
    );
    diagnostic.hint(match did_you_mean(id, NAMES) {
        Some(meant) if meant != id => message!("是不是 {meant}？", "did you mean {meant}?"),
        _ => message!("登记表有：{known}", "the registries are: {known}"),
    })
}

fn read(
    world: &dyn World,
    path: &Path,
    file: Arc<str>,
    id: &str,
    syntax: Syntax,
    shape: &Shape,
    config: &Config,
) -> Result<Registry, Vec<Diagnostic>> {
    let text = read_text(world, path, &file, config.limits.max_file_bytes)
        .map_err(|problem| vec![problem])?;
    let node = data::parse(syntax, &file, &text, 0..text.len())?;
    let check = Check {
        file: &file,
        vocabulary: &(),
        translation: false,
    };
    let problems = data::check(&node, shape, 0..0, &check).diagnostics;
    if !problems.is_empty() {
        return Err(problems);
    }
    let written: RegistryFile = data::from_node(&node).map_err(|mismatch| {
        vec![Diagnostic::new(
            Code::WrongType,
            Place::file(file.clone()),
            message!(
                "登记表无法读取：{mismatch}",
                "the registry cannot be read: {mismatch}"
            ),
        )]
    })?;
    assemble(file, id, written)
}

/// Ties the items together: unique ids, parents that exist, no circles.
fn assemble(file: Arc<str>, id: &str, written: RegistryFile) -> Result<Registry, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut index = HashMap::new();
    for (at, item) in written.item.iter().enumerate() {
        let place = Place::new(file.clone(), item.id.span.clone());
        let name = &item.id.value;
        let valid = !name.starts_with(['.', '-'])
            && !name.eq_ignore_ascii_case("index")
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
        if !valid {
            problems.push(
                Diagnostic::new(
                    Code::RegistryInvalidId,
                    place.clone(),
                    message!(
                        "编号“{name}”不能用于网址",
                        "the id `{name}` cannot stand in an address"
                    ),
                )
                .hint(message!(
                    "只用英文字母、数字、点和连字符",
                    "use letters a-z, digits, dots and hyphens only"
                )),
            );
        }
        if index.insert(name.clone(), at).is_some() {
            problems.push(Diagnostic::new(
                Code::RegistryDuplicateId,
                place,
                message!("编号“{name}”已经用过", "the id `{name}` is already taken"),
            ));
        }
    }
    let registry_source = Provenance {
        name: written.source,
        as_of: written.as_of,
        status: written.status,
    };
    let mut items: Vec<Item> = Vec::with_capacity(written.item.len());
    for item in &written.item {
        let parent = item.parent.as_ref().and_then(|parent| {
            let found = index.get(&parent.value).copied();
            if found.is_none() {
                let name = &parent.value;
                problems.push(Diagnostic::new(
                    Code::RegistryParent,
                    Place::new(file.clone(), parent.span.clone()),
                    message!("上级“{name}”不存在", "there is no parent `{name}`"),
                ));
            }
            found
        });
        items.push(Item {
            id: item.id.value.clone(),
            name: Text {
                zh: item.zh.clone(),
                en: item.en.clone(),
            },
            number: item.number.clone(),
            parent,
            children: Vec::new(),
            role: item.role.clone(),
            standard: item.standard.clone(),
            note: item.note.clone(),
            source: Provenance {
                name: item
                    .source
                    .clone()
                    .unwrap_or_else(|| registry_source.name.clone()),
                as_of: item.as_of.unwrap_or(registry_source.as_of),
                status: item.status.unwrap_or(registry_source.status),
            },
        });
    }
    for at in 0..items.len() {
        if std::iter::successors(items[at].parent, |up| items[*up].parent)
            .take(items.len() + 1)
            .count()
            > items.len()
        {
            let item = &written.item[at];
            let name = &item.id.value;
            problems.push(Diagnostic::new(
                Code::RegistryParent,
                Place::new(
                    file.clone(),
                    item.parent.as_ref().unwrap_or(&item.id).span.clone(),
                ),
                message!(
                    "“{name}”的上级成环",
                    "the parents of `{name}` form a circle"
                ),
            ));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    for at in 0..items.len() {
        if let Some(parent) = items[at].parent {
            items[parent].children.push(at);
        }
    }
    Ok(Registry {
        id: id.to_owned(),
        file,
        title: Text {
            zh: written.zh,
            en: written.en,
        },
        source: registry_source,
        items,
        index,
    })
}

/// A clause's standard must be registered.
fn check_standards(registries: &Registries, problems: &mut Vec<Diagnostic>) {
    let Some(clauses) = registries.get("clauses") else {
        return;
    };
    for item in &clauses.items {
        let Some(standard) = &item.standard else {
            continue;
        };
        if registries.admit("standards", None, standard).is_err() {
            let (id, span, standard) = (&item.id, standard.span.clone(), &standard.value);
            problems.push(Diagnostic::new(
                Code::UnknownId,
                Place::new(clauses.file.clone(), span),
                message!(
                    "条款 {id} 所属的标准“{standard}”不在登记表 standards 中",
                    "the standard `{standard}` of clause {id} is not in the registry standards"
                ),
            ));
        }
    }
}
