//! The pipeline's step that makes the full-text indexes.

use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, message};
use crate::language::Lang;
use crate::library::Library;
use crate::output::Stage;
use crate::registry::Registries;
use crate::search::{self, Answer, Collection, Export, Index, Request, Searcher};
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
        let threads = rayon::current_num_threads();
        let update =
            |folder: Option<PathBuf>| Index::update(folder.as_deref(), collection, threads);
        let index = update(self.world.cache_folder(&folder)).or_else(|_| {
            // Whatever is wrong with a cache, it can be made again; if not on disk, in memory.
            let _ = self.world.remove_folder(&folder);
            update(self.world.cache_folder(&folder)).or_else(|_| update(None))
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
    let mut export = Export::default();
    export.update(&collection);
    let (grams, wanted) = export.characters();
    check(lang, grams, wanted)?;
    for file in export.files() {
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
