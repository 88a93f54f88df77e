//! The pipeline's step that makes the full-text indexes.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::load::Loaded;
use super::{Options, cache};
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

/// The browser's indexes as they were made last, by language: after an edit, what changes in them is made
/// anew.
#[derive(Default)]
pub(super) struct Exports {
    by_lang: Mutex<BTreeMap<Lang, Export>>,
    /// Where they are kept between runs; nowhere if `None`.
    folder: Option<PathBuf>,
    /// Whether they are other ones than those kept.
    is_changed: AtomicBool,
}

/// A file of an index: its path in the output, and its bytes.
pub(super) type File = (String, Arc<[u8]>);

impl Exports {
    /// None yet, but what is kept in a folder.
    pub(super) fn kept_in(folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            ..Self::default()
        }
    }

    fn path(&self, lang: Lang) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(format!("index-{lang}")))
    }

    /// Keeps them for the next run. Should that fail, it has more to do.
    pub(super) fn save(&self, world: &dyn World) {
        if !self.is_changed.swap(false, Ordering::Relaxed) {
            return;
        }
        let exports = self.by_lang.lock().unwrap_or_else(PoisonError::into_inner);
        for (lang, export) in &*exports {
            if let Some(path) = self.path(*lang)
                && world.save(&path, &export.save()).is_err()
            {
                let _ = world.remove_file(&path);
            }
        }
    }

    /// Makes the files of the indexes of all languages.
    pub(super) fn make(&self, site: &Site<'_>) -> Result<Vec<File>, Vec<Diagnostic>> {
        let mut files = Vec::new();
        let mut problems = Vec::new();
        for lang in &site.config.languages {
            match self.make_one(site, *lang) {
                Ok(made) => files.extend(made),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() {
            Ok(files)
        } else {
            Err(problems)
        }
    }

    fn make_one(&self, site: &Site<'_>, lang: Lang) -> Result<Vec<File>, Diagnostic> {
        let collection = site.collection(lang);
        let mut exports = self.by_lang.lock().unwrap_or_else(PoisonError::into_inner);
        let export = exports.entry(lang).or_insert_with(|| {
            let bytes = self.path(lang).map(|path| site.world.read(&path, u64::MAX));
            let kept = bytes.and_then(|bytes| Export::load(&bytes.ok()?));
            kept.unwrap_or_default()
        });
        export.update(&collection);
        let (grams, wanted) = export.characters();
        check(lang, grams, wanted)?;
        let mut files = Vec::new();
        for file in export.files() {
            if file.is_new {
                self.is_changed.store(true, Ordering::Relaxed);
            }
            let path = format!("{}/{lang}/{}", search::FOLDER, file.path);
            files.push(if site.config.search.offline {
                let script = file.script(lang).into_bytes();
                (format!("{path}.js"), script.into())
            } else {
                (format!("{path}.bin"), file.bytes.clone())
            });
        }
        Ok(files)
    }
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
            sections: vec![section],
            ..Page::default()
        };
        let collection = Collection {
            pages: vec![page],
            ..Collection::default()
        };
        let mut export = Export::default();
        export.update(&collection);
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
