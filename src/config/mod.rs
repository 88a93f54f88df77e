//! `site.toml`: the site's settings, typed and checked like all other data.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::data::{self, Check, Located, Shape, Syntax, Text};
use crate::diagnostic::{Code, Diagnostic, Place, message};
use crate::language::Lang;
use crate::world::{PathKind, World};

/// Name of the configuration file, in the site's root folder.
pub const FILE: &str = "site.toml";

/// The site's settings.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Config {
    /// Title of the site, as text or as `{ zh = "…", en = "…" }`. Required.
    #[schemars(extend("x-required" = true, "x-zh" = "站点标题，可写成 { zh = \"…\", en = \"…\" }。必填。"))]
    pub title: Text,
    /// One sentence about the site.
    #[schemars(extend("x-zh" = "站点简介，一句话。"))]
    pub description: Text,
    /// Address under which the site is published. Canonical links, sitemap and feeds need it.
    #[schemars(url, extend("x-zh" = "站点发布的网址；规范链接、站点地图和订阅源需要它。"))]
    pub base_url: Option<String>,
    /// Language of files without a suffix. Default: `zh`.
    #[schemars(extend("x-zh" = "无后缀文件的语言，默认 zh。"))]
    pub default_language: Lang,
    /// Languages of the site. Default: both.
    #[schemars(extend("x-zh" = "站点的语言，默认中英双语。"))]
    pub languages: Vec<Lang>,
    /// Folder of the content. Default: `content`.
    #[schemars(extend("x-zh" = "内容文件夹，默认 content。"))]
    pub content: String,
    /// Folder of the registries. Default: `registries`.
    #[schemars(extend("x-zh" = "登记表文件夹，默认 registries。"))]
    pub registries: String,
    /// Folder whose files take the place of the default theme's. Default: `theme`.
    #[schemars(extend("x-zh" = "站点自己的主题文件夹，其中的文件替换默认主题的同名文件；默认 theme。"))]
    pub theme: String,
    /// Folder the site is written to. Default: `public`.
    #[schemars(extend("x-zh" = "输出文件夹，默认 public。"))]
    pub output: String,
    /// The day that counts as today for notices and deadlines: a date, or `today` for the machine's clock. Without it no page depends on the day.
    #[schemars(extend("x-zh" = "构建日期（通知状态和时间节点以此为准）：日期，或 today 表示当天；不填则页面与日期无关。"))]
    pub build_date: Option<Located<String>>,
    /// Entries on one page of a list. Default: 20.
    #[schemars(range(min = 1, max = 1000), extend("x-zh" = "列表每页条数，默认 20。"))]
    pub page_size: usize,
    /// Entries in a feed. Default: 20.
    #[schemars(range(min = 1, max = 1000), extend("x-zh" = "订阅源条数，默认 20。"))]
    pub feed_size: usize,
    /// Address pattern of the “edit this page” link; `{path}` stands for the file's path from the site's root.
    #[schemars(extend("x-zh" = "“编辑本页”链接的网址，{path} 代表文件路径。"))]
    pub edit_url: Option<Located<String>>,
    /// Text at the foot of every page.
    #[schemars(extend("x-zh" = "页脚文字。"))]
    pub footer: Option<Text>,
    /// Main navigation. Default: the kinds that have entries, then the top sections.
    #[schemars(extend("x-zh" = "主导航；不填则自动生成。"))]
    pub menu: Vec<MenuItem>,
    /// What is done about broken links.
    #[schemars(extend("x-zh" = "对失效链接的处理。"))]
    pub links: Links,
    /// Limits that protect the build.
    #[schemars(extend("x-zh" = "保护构建的上限。"))]
    pub limits: Limits,
    /// What is taken from git.
    #[schemars(extend("x-zh" = "从 git 读取的信息。"))]
    pub git: Git,
    /// The full-text index.
    #[schemars(extend("x-zh" = "全文索引。"))]
    pub search: Search,
}

/// An item of the main navigation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MenuItem {
    /// Text of the link; without it, the page's title.
    #[schemars(extend("x-zh" = "链接文字；不填则用页面标题。"))]
    pub title: Option<Text>,
    /// Where it leads: an entry's path (`cases`) or a registry's name (`clauses`). Required.
    #[schemars(extend("x-required" = true, "x-zh" = "去向：条目路径（如 cases）或登记表名（如 clauses）。必填。"))]
    pub to: Located<String>,
}

/// What is done about broken links.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Links {
    /// `warning` (errors under `--strict`) or `error`: broken links, images and terms in texts. Default: `warning`.
    #[schemars(extend("x-zh" = "正文中失效的链接、图片和术语算 warning（--strict 时为错误）还是 error，默认 warning。"))]
    pub broken: Broken,
}

/// How serious a broken link in a text is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Broken {
    /// The site is written without the link.
    #[default]
    Warning,
    /// The site is not written.
    Error,
}

/// Limits that protect the build.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Limits {
    /// Largest Markdown or data file, in bytes. Default: 2 MiB.
    #[schemars(range(min = 1024), extend("x-zh" = "单个 Markdown 或数据文件的上限（字节），默认 2 MiB。"))]
    pub max_file_bytes: u64,
    /// Largest image or download, in bytes. Default: 64 MiB.
    #[schemars(range(min = 1024), extend("x-zh" = "单个图片或下载文件的上限（字节），默认 64 MiB。"))]
    pub max_asset_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_bytes: 2 << 20,
            max_asset_bytes: 64 << 20,
        }
    }
}

/// The full-text index.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Search {
    /// Whether the site gets an index and a search page. Default: `true`.
    #[schemars(extend("x-zh" = "是否生成全文索引和搜索页，默认 true。"))]
    pub enabled: bool,
    /// Whether the index is written as scripts, so that search works when pages are opened from disk; it is then a third larger. Default: `false`.
    #[schemars(extend("x-zh" = "索引是否写成脚本，使从磁盘直接打开的页面也能搜索（体积大三分之一），默认 false。"))]
    pub offline: bool,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            enabled: true,
            offline: false,
        }
    }
}

/// What is taken from git.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Git {
    /// Whether the day of the last commit is shown where the front matter gives none. Default: `true`.
    #[schemars(extend("x-zh" = "头部信息没有更新日期时，是否显示最近一次提交的日期，默认 true。"))]
    pub dates: bool,
}

impl Default for Git {
    fn default() -> Self {
        Self { dates: true }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: Text::default(),
            description: Text::default(),
            base_url: None,
            default_language: Lang::Zh,
            languages: Lang::ALL.to_vec(),
            content: "content".to_owned(),
            registries: "registries".to_owned(),
            theme: "theme".to_owned(),
            output: "public".to_owned(),
            build_date: None,
            page_size: 20,
            feed_size: 20,
            edit_url: None,
            footer: None,
            menu: Vec::new(),
            links: Links::default(),
            limits: Limits::default(),
            search: Search::default(),
            git: Git::default(),
        }
    }
}

impl Config {
    /// Reads `site.toml` of the site at `root`.
    ///
    /// Returns the settings with the problems that do not keep the rest of the site from being
    /// checked.
    ///
    /// # Errors
    /// All problems of a file that cannot be used at all.
    pub fn load(
        world: &dyn World,
        root: &Path,
    ) -> Result<(Self, Vec<Diagnostic>), Vec<Diagnostic>> {
        let file: Arc<str> = FILE.into();
        let path = root.join(FILE);
        if world.kind(&path) != Some(PathKind::File) {
            let folder = root.display();
            return Err(vec![
                Diagnostic::global(Code::ConfigMissing, message!("{folder} 里没有 site.toml", "there is no site.toml in {folder}"))
                    .hint(message!(
                        "用 --root 指定站点文件夹，或新建 site.toml，至少写 title = \"…\"",
                        "give the site's folder with --root, or write a site.toml with at least title = \"…\""
                    )),
            ]);
        }
        let text = read_text(world, &path, &file, Limits::default().max_file_bytes)
            .map_err(|problem| vec![problem])?;
        let node = data::parse(Syntax::Toml, &file, &text, 0..text.len())?;
        let check = Check {
            file: &file,
            vocabulary: &(),
            translation: false,
        };
        let mut problems = data::check(&node, &Shape::of::<Self>(), 0..0, &check).diagnostics;
        // What cannot be typed stops the build; a field too many or empty does not hide the rest.
        let mut config: Self = match data::from_node(&node) {
            Ok(config) => config,
            Err(_) if !problems.is_empty() => return Err(problems),
            Err(mismatch) => {
                return Err(vec![Diagnostic::new(
                    Code::WrongType,
                    Place::file(file.clone()),
                    message!(
                        "配置无法读取：{mismatch}",
                        "the configuration cannot be read: {mismatch}"
                    ),
                )]);
            }
        };
        config.complete(&file, &mut problems);
        Ok((config, problems))
    }

    /// Checks what a shape cannot say, and brings settings into one form.
    fn complete(&mut self, file: &Arc<str>, problems: &mut Vec<Diagnostic>) {
        // Out of range, and reported; the rest of the build must be able to divide by them.
        self.page_size = self.page_size.max(1);
        self.feed_size = self.feed_size.max(1);
        let default = self.default_language;
        self.languages.retain(|lang| *lang != default);
        self.languages.dedup();
        self.languages.insert(0, default);
        if let Some(url) = self.base_url.as_mut().filter(|url| !url.ends_with('/')) {
            url.push('/');
        }
        if let Some(day) = &self.build_date
            && day.value != "today"
            && day.value.parse::<Date>().is_err()
        {
            let text = &day.value;
            problems.push(Diagnostic::new(
                Code::InvalidDate,
                Place::new(file.clone(), day.span.clone()),
                message!(
                    "“{text}”既不是日期也不是 today",
                    "`{text}` is neither a date nor `today`"
                ),
            ));
        }
        if let Some(pattern) = &self.edit_url {
            let text = &pattern.value;
            let web = text.starts_with("https://") || text.starts_with("http://");
            if !web || !text.contains("{path}") || text.contains(['"', '<', '>', ' ']) {
                problems.push(
                    Diagnostic::new(
                        Code::InvalidUrl,
                        Place::new(file.clone(), pattern.span.clone()),
                        message!(
                            "edit_url 须是含有 {{path}} 的网址",
                            "edit_url must be an address with {{path}} in it"
                        ),
                    )
                    .hint(message!(
                        "例如 https://git.example.org/site/edit/main/{{path}}",
                        "for example https://git.example.org/site/edit/main/{{path}}"
                    )),
                );
            }
        }
    }

    /// The day that counts as today, if pages may depend on one.
    #[must_use]
    pub fn today(&self, world: &dyn World) -> Option<Date> {
        match self.build_date.as_ref()?.value.as_str() {
            "today" => Some(world.today()),
            day => day.parse().ok(),
        }
    }

    /// `folder` of the site at `root`.
    #[must_use]
    pub fn folder(root: &Path, folder: &str) -> PathBuf {
        root.join(folder)
    }
}

/// Reads a text file whole.
///
/// # Errors
/// The diagnostic that says why it cannot be read: size, encoding, permissions.
pub fn read_text(
    world: &dyn World,
    path: &Path,
    file: &Arc<str>,
    limit: u64,
) -> Result<String, Diagnostic> {
    let bytes = world
        .read(path, limit)
        .map_err(|error| unreadable(&error, file, limit))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Diagnostic::new(
            Code::InvalidUtf8,
            Place::new(file.clone(), at..at),
            message!(
                "文件不是 UTF-8 编码（第 {at} 字节处）",
                "the file is not UTF-8 (at byte {at})"
            ),
        )
        .hint(message!(
            "用编辑器把文件另存为 UTF-8 编码（常见原因是 GBK）",
            "save the file again as UTF-8 in your editor"
        ))
    })
}

/// Why a file could not be read.
#[must_use]
pub fn unreadable(error: &std::io::Error, file: &Arc<str>, limit: u64) -> Diagnostic {
    if error.kind() == std::io::ErrorKind::FileTooLarge {
        return Diagnostic::new(
            Code::FileTooLarge,
            Place::file(file.clone()),
            message!(
                "文件超过上限 {limit} 字节",
                "the file is larger than the limit of {limit} bytes"
            ),
        )
        .hint(message!(
            "拆分文件，或在 site.toml 的 [limits] 里调高上限",
            "split it, or raise the limit under [limits] in site.toml"
        ));
    }
    Diagnostic::new(
        Code::UnreadableFile,
        Place::file(file.clone()),
        message!("文件无法读取：{error}", "the file cannot be read: {error}"),
    )
}
