//! The closed list of codes, each with its severity and its explanation.

use std::fmt;
use std::fmt::Write as _;

use super::Severity;
use crate::language::Lang;

macro_rules! codes {
    ($( $name:ident = $slug:literal, $severity:ident, $zh:literal, $en:literal; )*) => {
        /// The stable name of a kind of problem.
        #[derive(
            Debug,
            Clone,
            Copy,
            PartialEq,
            Eq,
            PartialOrd,
            Ord,
            Hash,
            serde::Serialize,
            serde::Deserialize,
        )]
        #[allow(rustdoc::broken_intra_doc_links, reason = "explanations speak of `[limits]` and `[[name]]`")]
        pub enum Code { $( #[doc = $en] $name, )* }

        impl Code {
            /// Every code, in the order of the reference page.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )* ];

            /// The code as printed.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$name => $slug, )* }
            }

            /// The severity it has unless the place where it is raised says otherwise.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $( Self::$name => Severity::$severity, )* }
            }

            /// What it means and what to do, in one language.
            #[must_use]
            pub const fn explanation(self, lang: Lang) -> &'static str {
                match (self, lang) { $( (Self::$name, Lang::Zh) => $zh, (Self::$name, Lang::En) => $en, )* }
            }
        }
    };
}

codes! {
    // Files
    UnreadableFile = "unreadable-file", Error,
        "文件无法读取。检查文件是否存在、权限是否允许。",
        "The file cannot be read. Check that it exists and that its permissions allow reading.";
    FileTooLarge = "file-too-large", Error,
        "文件超过大小上限。拆分文件，或在 site.toml 的 [limits] 里调高 max_file_bytes。",
        "The file is larger than the limit. Split it, or raise max_file_bytes under [limits] in site.toml.";
    InvalidUtf8 = "invalid-utf8", Error,
        "文件不是 UTF-8 编码。用编辑器另存为 UTF-8。",
        "The file is not UTF-8. Save it again as UTF-8 in your editor.";
    EmptyFile = "empty-file", Error,
        "文件是空的。写上头部信息和正文，或删除文件。",
        "The file is empty. Give it front matter and text, or delete it.";
    SymlinkOutside = "symlink-outside", Error,
        "符号链接指向内容文件夹之外。把文件复制进来。",
        "The symbolic link leads out of the content folder. Copy the file in instead.";
    UnportableName = "unportable-name", Error,
        "文件名在有的系统上不能用（Windows 保留名、特殊字符、结尾的点或空格等）。改名。",
        "The file name does not work on every system (reserved by Windows, special characters, a trailing dot or space). Rename it.";
    UnknownLanguage = "unknown-language", Error,
        "文件名里的语言后缀不是站点的语言。用站点语言的后缀（如 .en.md），或把名字里的点换成连字符。",
        "The language suffix of the file name is not a language of the site. Use one that is (such as .en.md), or replace the dot in the name by a hyphen.";
    UnsafeFile = "unsafe-file", Error,
        "文件里可能有会在读者浏览器中运行的代码（网页、脚本、带脚本的 SVG），不能随站发布。",
        "The file may hold code that would run in readers' browsers (a web page, a script, an SVG with scripts) and cannot be published with the site.";
    DuplicateEntry = "duplicate-entry", Error,
        "两个文件是同一个条目、同一种语言。删去或改名其中一个。",
        "Two files are the same entry in the same language. Delete or rename one of them.";

    // Data: front matter, registries, configuration
    MissingFrontMatter = "missing-front-matter", Error,
        "文件开头没有头部信息。以 --- 一行开始，写字段，再以 --- 一行结束。",
        "The file does not start with front matter. Begin with a line ---, write the fields, and end with a line ---.";
    UnclosedFrontMatter = "unclosed-front-matter", Error,
        "头部信息没有结束行。在字段之后加一行 ---(TOML 用 +++)。",
        "The front matter has no closing line. Add a line --- (for TOML +++) after the fields.";
    SyntaxError = "syntax-error", Error,
        "YAML 或 TOML 写法有误，无法读懂。常见原因：缩进不齐、冒号后缺空格、引号没有成对。",
        "The YAML or TOML cannot be understood. Usual causes: uneven indentation, no space after a colon, an unpaired quotation mark.";
    NestingTooDeep = "nesting-too-deep", Error,
        "嵌套层数过多。",
        "The text is nested too deeply.";
    UnknownField = "unknown-field", Error,
        "没有这个字段。检查拼写；可用的字段见编辑指南。",
        "There is no such field. Check the spelling; the field guide lists the fields.";
    DuplicateField = "duplicate-field", Error,
        "同一个字段写了两次。只保留一个。",
        "The field is given twice. Keep one.";
    MissingField = "missing-field", Error,
        "缺少必填字段，或其值为空。",
        "A required field is missing or empty.";
    WrongType = "wrong-type", Error,
        "值的类型不对，例如该写列表的地方写了文字。",
        "The value has the wrong type, for example text where a list belongs.";
    InvalidValue = "invalid-value", Error,
        "值不在允许的范围内。",
        "The value is not one of those allowed.";
    InvalidDate = "invalid-date", Error,
        "不是有效日期。写成 年-月-日，如 2026-03-01。",
        "Not a valid date. Write year-month-day, such as 2026-03-01.";
    InvalidUrl = "invalid-url", Error,
        "不是有效网址。以 https:// 或 http:// 开头写完整。",
        "Not a valid address. Write it in full, beginning with https:// or http://.";
    UnknownId = "unknown-id", Error,
        "登记表中没有这个编号。登记表是封闭的：用已有编号，或先在登记表里登记。",
        "The registry has no such id. Registries are closed: use an id it has, or add one to the registry first.";
    WrongRole = "wrong-role", Error,
        "登记表中有这个编号，但它不属于此字段要求的类别。",
        "The registry has the id, but it is not of the sort this field asks for.";
    FieldInTranslation = "field-in-translation", Warning,
        "译文文件里与语言无关的字段和默认语言文件不一致。以默认语言文件为准，译文自动继承。",
        "A translation gives a field that does not depend on language a value of its own. The default language's file counts; the translation inherits from it.";

    // Registries and configuration
    RegistryDuplicateId = "registry-duplicate-id", Error,
        "登记表中有两个相同的编号。",
        "The registry has the same id twice.";
    RegistryInvalidId = "registry-invalid-id", Error,
        "编号含有不能用于网址的字符。只用字母、数字、点、连字符。",
        "The id has characters that cannot stand in an address. Use letters, digits, dots and hyphens only.";
    RegistryParent = "registry-parent", Error,
        "上级编号不存在，或上下级成环。",
        "The parent id does not exist, or the parents form a circle.";
    UnknownRegistry = "unknown-registry", Error,
        "没有这个登记表文件，或文件名不是已知的登记表。",
        "The registry file does not exist, or its name is not that of a known registry.";
    ConfigMissing = "config-missing", Error,
        "站点根目录没有 site.toml。",
        "There is no site.toml in the site's root folder.";

    // Body
    CaseParts = "case-parts", Error,
        "案例正文须依次有五个二级标题：背景、问题、做法、成效、经验启示（英文：Background, Problem, Measures, Results, Lessons）。",
        "The text of a case has five level-2 headings in order: Background, Problem, Measures, Results, Lessons (in Chinese 背景, 问题, 做法, 成效, 经验启示).";
    LessonParts = "lesson-parts", Error,
        "课时正文须有二级标题“学习目标”和最后的“要点”（英文：Objectives, Key points）。",
        "The text of a lesson has the level-2 headings Objectives and, last, Key points (in Chinese 学习目标, 要点).";
    Quiz = "quiz", Error,
        "测验须有题目和任务列表选项，至少一个选项打勾。",
        "A quiz has a question and a task list of options, at least one of them ticked.";
    HtmlRemoved = "html-removed", Warning,
        "正文中的 HTML 有不允许的部分（脚本、样式、事件属性、危险网址等），已去掉。",
        "HTML in the text had parts that are not allowed (scripts, styles, event handlers, dangerous addresses); they were removed.";
    UnsafeUrl = "unsafe-url", Error,
        "链接使用了不安全的协议。只能用 http、https、mailto、tel 或站内路径。",
        "The link uses an unsafe scheme. Only http, https, mailto, tel and paths of the site are allowed.";
    DuplicateAnchor = "duplicate-anchor", Warning,
        "同一页有两个相同的标题编号，后一个已自动加上数字。",
        "A page has the same heading id twice; the second got a number.";

    // Links
    BrokenReference = "broken-reference", Error,
        "头部信息引用的条目不存在。",
        "The front matter refers to an entry that does not exist.";
    WrongKind = "wrong-kind", Error,
        "引用的条目存在，但类型不对，例如先修课程引用了政策。",
        "The entry referred to is of the wrong kind, for example a notice given as a prerequisite course.";
    BrokenLink = "broken-link", Warning,
        "正文链接指向不存在的页面。",
        "A link in the text leads to a page that does not exist.";
    BrokenAnchor = "broken-anchor", Warning,
        "链接的页面存在，但没有这个标题编号。",
        "The page linked to exists but has no such heading id.";
    MissingFile = "missing-file", Warning,
        "图片或下载文件不存在。",
        "An image or a file to download does not exist.";
    PathOutside = "path-outside", Error,
        "路径跑出了内容文件夹。",
        "The path leads out of the content folder.";
    UnknownTerm = "unknown-term", Warning,
        "术语表中没有这个术语。",
        "The glossary has no such term.";
    AmbiguousTerm = "ambiguous-term", Error,
        "两个术语用了相同的名称，[[名称]] 无法确定指哪一个。",
        "Two terms share a name, so that [[name]] could mean either.";
    Cycle = "cycle", Error,
        "先修或替代关系成环。",
        "Prerequisites or supersessions form a circle.";

    // Output and theme
    PathCollision = "path-collision", Error,
        "两个页面或文件会写到同一个网址（大小写不同也算），其中一个会丢失。",
        "Two pages or files would be written to the same address (differing in case only counts), so that one would be lost.";
    TemplateError = "template-error", Error,
        "主题模板有误。",
        "A template of the theme has an error.";
    ThemeStrings = "theme-strings", Error,
        "主题的文字表缺少一条，或格式有误。",
        "The theme's strings lack an entry or have the wrong form.";
    OutputInContent = "output-in-content", Error,
        "输出文件夹与站点的源文件重叠。换一个文件夹。",
        "The output folder overlaps the site's sources. Choose another folder.";
    OutputForeign = "output-foreign", Error,
        "输出文件夹里有不是 casebook 写的文件。casebook 不会删除它们；换一个文件夹，或自行移走。",
        "The output folder holds files that casebook did not write. It will not delete them; choose another folder or move them away.";
    OutputLocked = "output-locked", Error,
        "另一个 casebook 正在写同一个输出文件夹。等它结束再试。",
        "Another casebook is writing the same output folder. Try again when it has ended.";
    WriteFailed = "write-failed", Error,
        "写文件失败（磁盘已满、权限不足等）。原有站点保持不变。",
        "Writing failed (disk full, no permission, …). The site that was there is unchanged.";
    IndexFailed = "index-failed", Error,
        "全文索引无法建立（磁盘已满等）。原有站点保持不变；--no-search 可先生成没有搜索的站点。",
        "The full-text index cannot be made (disk full, …). The site that was there is unchanged; --no-search builds the site without search.";
    IndexImplausible = "index-implausible", Error,
        "全文索引中的汉字远少于正文中的汉字，读者会搜不到内容。这是程序或主题的缺陷，请报告；--no-search 可先生成没有搜索的站点。",
        "The full-text index has far fewer Han characters than the texts, so readers would not find them. This is a defect of the program: report it; --no-search builds the site without search.";

    // Serving
    AddressUnavailable = "address-unavailable", Error,
        "无法在这个地址上提供站点。换一个 --host 或 --port。",
        "The site cannot be served at this address. Choose another --host or --port.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The page that documents every code, as Markdown, in one language.
#[must_use]
pub fn reference_page(lang: Lang) -> String {
    let (title, error, warning) = match lang {
        Lang::Zh => ("诊断代码", "错误", "警告"),
        Lang::En => ("Diagnostic codes", "error", "warning"),
    };
    let mut page = format!("# {title}\n");
    for code in Code::ALL {
        let severity = if code.severity() == Severity::Error {
            error
        } else {
            warning
        };
        let _ = write!(
            page,
            "\n## {code}\n\n**{severity}** · {}\n",
            code.explanation(lang)
        );
    }
    page
}
