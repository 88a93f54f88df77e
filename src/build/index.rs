//! The pipeline's step that makes the full-text indexes.

use std::path::Path;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, message};
use crate::language::Lang;
use crate::library::Library;
use crate::output::Stage;
use crate::registry::Registries;
use crate::search::{self, Answer, Collection, Index, Request, Searcher};
use crate::theme::Theme;
use crate::world::World;

/// Folder of the site, for what can be made again.
const CACHE: &str = ".casebook";

/// What an index is made from.
pub(super) struct Site<'a> {
    pub(super) world: &'a dyn World,
    pub(super) root: &'a Path,
    pub(super) config: &'a Config,
    pub(super) library: &'a Library,
    pub(super) registries: &'a Registries,
    pub(super) theme: &'a Theme,
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
            .root
            .join(CACHE)
            .join("search")
            .join(collection.lang.code());
        let folder = self.world.cache_folder(&folder);
        Index::update(folder.as_deref(), collection, rayon::current_num_threads())
            .map_err(|error| failed(collection.lang, &error))
    }
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

/// Writes the indexes of all languages to the stage.
pub(super) fn write(site: &Site<'_>, stage: &Stage<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for lang in &site.config.languages {
        problems.extend(write_one(site, stage, *lang).err());
    }
    problems
}

fn write_one(site: &Site<'_>, stage: &Stage<'_>, lang: Lang) -> Result<(), Diagnostic> {
    let collection = site.collection(lang);
    let index = site.index(&collection)?;
    let files = search::export(&index, &collection).map_err(|error| failed(lang, &error))?;
    for file in files {
        let path = format!("{}/{lang}/{}", search::FOLDER, file.path);
        if site.config.search.offline {
            stage.write(&format!("{path}.js"), file.script(lang).as_bytes())?;
        } else {
            stage.write(&format!("{path}.bin"), &file.bytes)?;
        }
    }
    Ok(())
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
