//! The pipeline's step that makes the full-text indexes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use super::load::Loaded;
use super::{Options, cache, memory};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, message};
use crate::language::Lang;
use crate::library::Library;
use crate::registry::Registries;
use crate::search::{self, Answer, Collection, Export, Index, Request, Searcher};
use crate::theme::Theme;
use crate::world::World;

/// What an index is made from.
pub(super) struct Site<'a> {
    world: &'a dyn World,
    options: &'a Options,
    config: &'a Config,
    library: &'a Library,
    registries: &'a Registries,
    theme: &'a Theme,
}

impl<'a> Site<'a> {
    /// The site's part that matters; `None` if it has no theme to take words from.
    pub(super) fn of(
        world: &'a dyn World,
        options: &'a Options,
        loaded: &'a Loaded,
    ) -> Option<Self> {
        Some(Self {
            world,
            options,
            config: &loaded.ground.config,
            library: &loaded.library,
            registries: &loaded.ground.registries,
            theme: loaded.ground.theme.as_ref()?,
        })
    }
}

impl Site<'_> {
    /// What is searched in one language.
    pub(super) fn collection(&self, lang: Lang) -> Collection {
        let name = |kind: &str| {
            self.theme
                .strings
                .get(lang, &format!("kind_{kind}"))
                .to_owned()
        };
        search::extract(self.library, self.registries, lang, &name)
    }

    /// The positional index of one language, up to date.
    pub(super) fn index(&self, collection: &Collection) -> Result<Index, Diagnostic> {
        let folder = self
            .options
            .root
            .join(cache::FOLDER)
            .join("search")
            .join(collection.lang.code());
        let threads = rayon::current_num_threads();
        let update =
            |folder: Option<PathBuf>| Index::update(folder.as_deref(), collection, threads);
        let kept = || {
            let is_kept = !self.options.no_cache;
            is_kept.then(|| self.world.cache_folder(&folder)).flatten()
        };
        let index = update(kept()).or_else(|_| {
            // Whatever is wrong with a cache, it can be made again; if not on disk, in memory.
            let _ = self.world.remove_folder(&folder);
            update(kept()).or_else(|_| update(None))
        });
        index.map_err(|error| failed(collection.lang, &error))
    }
}

/// An index must have the characters of its texts.
fn check(lang: Lang, grams: usize, wanted: usize) -> Result<(), Diagnostic> {
    if 10 * grams >= 9 * wanted {
        return Ok(());
    }
    Err(Diagnostic::global(
        Code::IndexImplausible,
        message!(
            "{lang} 全文索引只有 {grams} 个汉字，正文却有 {wanted} 个",
            "the full-text index of {lang} has {grams} Han characters, the texts have {wanted}"
        ),
    )
    .hint(message!(
        "这是程序的缺陷，请报告；可用 --no-search 先生成没有搜索的站点",
        "this is a defect of the program, please report it; --no-search builds the site without search"
    )))
}

impl Site<'_> {
    /// Answers questions from the index of one language.
    pub(super) fn search(
        &self,
        lang: Lang,
        requests: impl Iterator<Item = Request>,
        tell: &mut dyn FnMut(&Request, &Answer),
    ) -> Result<(), Diagnostic> {
        let collection = self.collection(lang);
        let index = self.index(&collection)?;
        let failed = |error: search::Error| failed(lang, &error);
        let searcher = Searcher::new(&index, &collection).map_err(failed)?;
        for request in requests {
            tell(&request, &searcher.search(&request).map_err(failed)?);
        }
        Ok(())
    }
}

/// The browser's indexes as they were made last: after an edit, what changes in them is made anew. Files
/// that have been published are read again from where they are.
#[derive(Default)]
pub(super) struct Exports {
    kept: Mutex<Kept>,
    /// Where they are kept between runs; nowhere if `None`.
    folder: Option<PathBuf>,
    /// Where their files are published.
    target: PathBuf,
}

#[derive(Default)]
struct Kept {
    by_lang: BTreeMap<Lang, Own>,
    /// Counts what was made.
    made: u64,
}

/// One language's index.
#[derive(Default)]
struct Own {
    export: Export,
    /// The search that was published last of its language, if it was made of this.
    published: Option<Published>,
    /// Which time it was made.
    made: u64,
    /// Whether it has been published and not yet saved.
    is_save_due: bool,
}

/// A search of one language that was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Published {
    /// See [`memory::Search::keys`](super::memory::Search::keys).
    key: u64,
    is_offline: bool,
}

/// A file of an index: its path in the output, and its bytes; `None` if it is published, and stays as it
/// is.
pub(super) type File = (String, Option<Arc<[u8]>>);

/// The files of all indexes, and which time it was that they were made.
pub(super) type Made = (Vec<File>, u64);

impl Exports {
    /// None yet, but what is kept in a folder.
    pub(super) fn kept_in(folder: Option<PathBuf>, target: &Path) -> Self {
        Self {
            folder,
            target: target.to_owned(),
            ..Self::default()
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(|broken| {
            // Whoever held them came to a bad end, and left them half done.
            self.kept.clear_poison();
            let mut kept = broken.into_inner();
            *kept = Kept::default();
            kept
        })
    }

    /// Where one is kept, and the rows of its pages.
    fn paths(&self, lang: Lang) -> Option<[PathBuf; 2]> {
        let folder = self.folder.as_ref()?;
        let path = |name| folder.join(format!("{name}-{lang}"));
        Some(["index", "rows"].map(path))
    }

    /// Those of this time have been published as a search with some keys.
    pub(super) fn settle(&self, made: u64, keys: &memory::Keys, is_offline: bool) {
        let kept = &mut *self.kept();
        for (lang, key) in keys {
            let own = kept.by_lang.get_mut(lang);
            if let Some(own) = own.filter(|own| own.made == made) {
                own.export.settle();
                own.published = Some(Published {
                    key: *key,
                    is_offline,
                });
                own.is_save_due = true;
            }
        }
    }

    /// Keeps them for the next run. Should that fail, it has more to do.
    pub(super) fn save(&self, world: &dyn World) {
        for (lang, own) in &mut self.kept().by_lang {
            let (Some(published), Some([path, rows])) = (own.published, self.paths(*lang)) else {
                continue;
            };
            if !std::mem::take(&mut own.is_save_due) {
                continue;
            }
            let saved = own.export.save();
            let written = (saved.rows)
                .map_or(Ok(()), |bytes| world.save(&rows, &[&bytes]))
                .and_then(|()| world.save(&path, &[&saved.own, &published.mark()]));
            if written.is_err() {
                let _ = world.remove_file(&path);
            }
        }
    }

    /// Makes the files of the indexes of all languages. `published` is the search that is published, and
    /// whole; those of its languages stay whose keys are the same.
    pub(super) fn make(
        &self,
        site: &Site<'_>,
        published: &memory::Search,
        keys: &memory::Keys,
    ) -> Result<Made, Vec<Diagnostic>> {
        let kept = &mut *self.kept();
        kept.made += 1;
        let mut files = Vec::new();
        let mut problems = Vec::new();
        for lang in &site.config.languages {
            let key = published.keys.get(lang).copied();
            if key.is_some() && key == keys.get(lang).copied() {
                let folder = folder(*lang);
                let own = (published.files.iter()).filter(|(path, _)| path.starts_with(&folder));
                files.extend(own.map(|(path, _)| (path.clone(), None)));
                continue;
            }
            let then = key.map(|key| Published {
                key,
                is_offline: site.config.search.offline,
            });
            let own = kept.by_lang.entry(*lang).or_default();
            if own.made == 0 || own.published.is_some() && own.published != then {
                let loaded = then.and_then(|then| self.load(site.world, *lang, then));
                *own = Own {
                    published: then.filter(|_| loaded.is_some()),
                    export: loaded.unwrap_or_default(),
                    ..Own::default()
                };
            }
            own.made = kept.made;
            own.is_save_due = false;
            match self.make_one(site, *lang, &mut own.export) {
                Ok(made) => files.extend(made),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() {
            Ok((files, kept.made))
        } else {
            Err(problems)
        }
    }

    fn load(&self, world: &dyn World, lang: Lang, published: Published) -> Option<Export> {
        let [own, rows] = self.paths(lang)?;
        let mut own = world.map(&own).ok()?;
        let length = own.strip_suffix(&published.mark())?.len();
        own.truncate(length);
        Export::load(&own, &world.map(&rows).ok()?)
    }

    fn make_one(
        &self,
        site: &Site<'_>,
        lang: Lang,
        export: &mut Export,
    ) -> Result<Vec<File>, Diagnostic> {
        let collection = site.collection(lang);
        let is_offline = site.config.search.offline;
        let address = |path: &str| {
            let ending = if is_offline { "js" } else { "bin" };
            format!("{}{path}.{ending}", folder(lang))
        };
        export.update(&collection, &|path| {
            let bytes = site.world.read(&self.target.join(address(path)), u64::MAX);
            let bytes = bytes.ok()?;
            if is_offline {
                search::File::of_script(&bytes)
            } else {
                Some(bytes)
            }
        });
        let (grams, wanted) = export.characters();
        check(lang, grams, wanted)?;
        let files = export.files().iter().map(|file| {
            let bytes = if is_offline {
                file.script(lang).map(|script| script.into_bytes().into())
            } else {
                file.bytes.clone()
            };
            (address(&file.path), bytes)
        });
        Ok(files.collect())
    }
}

/// The folder of a language's index in the output, with `/` at its end.
fn folder(lang: Lang) -> String {
    format!("{}/{lang}/", search::FOLDER)
}

impl Published {
    /// Stands behind what is kept of it.
    fn mark(self) -> [u8; 9] {
        let mut mark = [u8::from(self.is_offline); 9];
        mark[..8].copy_from_slice(&self.key.to_le_bytes());
        mark
    }
}

/// A published file is not where it was.
pub(super) fn lost(path: &str) -> Diagnostic {
    let problem = message!(
        "已发布的全文索引文件 {path} 不见了",
        "the published file {path} of the full-text index is gone"
    );
    Diagnostic::global(Code::IndexFailed, problem).hint(message!(
        "再生成一次；--no-cache 从头生成",
        "build again; --no-cache makes everything anew"
    ))
}

fn failed(lang: Lang, error: &search::Error) -> Diagnostic {
    Diagnostic::global(
        Code::IndexFailed,
        message!(
            "{lang} 全文索引无法建立：{error}",
            "the full-text index of {lang} cannot be made: {error}"
        ),
    )
    .hint(message!(
        "检查磁盘空间；可用 --no-search 先生成没有搜索的站点",
        "check the disk's space; --no-search builds the site without search"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Page, Section};

    #[test]
    fn an_index_with_few_characters_of_its_texts_is_refused() {
        let section = Section {
            body: "知识产权管理，按 ISO 56005。".to_owned(),
            ..Section::default()
        };
        let page = Page {
            title: "知识产权".to_owned(),
            sections: vec![section].into(),
            ..Page::default()
        };
        let collection = Collection {
            pages: vec![page],
            ..Collection::default()
        };
        let mut export = Export::default();
        export.update(&collection, &|_| None);
        assert_eq!(export.characters(), (11, 11));
        assert!(check(Lang::Zh, 11, 11).is_ok());
        assert_eq!(
            check(Lang::Zh, 4, 11).map_err(|problem| problem.code),
            Err(Code::IndexImplausible)
        );
        let index = Index::update(None, &collection, 1).expect("memory");
        assert_eq!(index.grams().expect("memory"), 11);
    }

    #[test]
    fn what_stops_an_index_is_told() {
        let error = search::Error::InternalError("the disk is full".to_owned());
        let problem = failed(Lang::Zh, &error);
        assert_eq!(problem.code, Code::IndexFailed);
        assert!(problem.message.en.contains("the disk is full"));
    }
}
