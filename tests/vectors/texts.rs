//! Where random texts come from.

use super::random::Random;

/// Words of the benchmarks' corpus.
pub(crate) fn english() -> Vec<&'static str> {
    include_str!("../../benches/corpus/words/en.txt")
        .split_whitespace()
        .collect()
}

/// Snippets of Chinese, simplified and traditional.
const CHINESE: &[&str] = &[
    "知识产权",
    "创新管理",
    "体系",
    "风险",
    "国际标准",
    "实施案例",
    "专利布局",
    "检索",
    "的",
    "第六章",
    "研发项目",
    "预先审查",
    "持续改进",
    "保密协议",
    "企业",
    "商业秘密",
    "导航",
    "〇二三",
    "々",
    "知識產權",
    "創新過程",
    "後來",
    "於是",
    "體系",
    "專利",
    "風險管理",
    "乾坤",
    "著作權",
    "國際標準",
    "臺灣",
    "髮",
    "發展",
    "裡面",
    "裏",
    "麵",
    "夥伴",
    "象徵",
    "鑑定",
    "覆蓋",
    "㑇",
    "𠮷野家",
    "𩶘",
    "𪚥",
    "﨑",
    "豈",
    "更",
    "㈱",
    "㈠",
    "㍿",
    "㊙",
    "⺀",
    "⼀",
    "〆",
    "ㄅㄆ",
    "ㆠ",
];

/// Identifiers, numbers and words with something inside.
const COMPOUNDS: &[&str] = &[
    "OpenTelemetry",
    "HTTPServer",
    "ISO56005",
    "ISO-56005",
    "ISO 56005",
    "iso_56005",
    "6.3",
    "1.2.3",
    "v1.2b3",
    "don't",
    "company's",
    "O’Reilly",
    "IT'S",
    "James's",
    "tracerProvider",
    "PyTorch2",
    "snake_case_name",
    "kebab-case",
    "e.g.",
    "U.S.A",
    "i18n",
    "x86_64",
    "a-b-c-d-e-f-g-h",
    "a-b-c-d-e-f-g-h-i",
    "GB/T 29490",
    "3.14159",
    "2024-03-15",
    "1,000",
    "100%",
    "C++",
    "C#",
    "R&D",
    "AT&T",
    "e-mail",
    "foo.bar@example.org",
    "https://example.org/a_b.html?x=1",
    "XMLHttpRequest",
    "iPhone15Pro",
    "JSON5",
    "ＩＳＯ５６００５",
    "Ａｂ",
    "ｶﾞｷﾞｸﾞ",
    "ﾊﾟｰﾄ",
    "ﬁnance",
    "½",
    "①②",
    "Ⅻ",
    "m²",
    "H₂O",
    "№5",
    "™",
    "℡",
    "Kelvin",
    "ǅungla",
    "ß",
    "straße",
    "İstanbul",
    "ΟΔΟΣ",
    "Café",
    "Cafe\u{301}",
    "naïve",
    "Zürich",
    "Ångström",
    "E\u{323}\u{302}",
    "l'été",
    "rock'n'roll",
    "a's'b",
    "b's-c",
    "c's2",
    "4's",
    "5.a",
    "a.5",
    "7.8.9a",
    "_x_",
    "-y-",
    "z--z",
    "q.-r",
    "'s",
    "s's",
];

/// What stands between words, or breaks them.
const BETWEEN: &[&str] = &[
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\u{3000}",
    "\u{a0}",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{200b}",
    "\u{200d}",
    "\u{ad}",
    "-",
    "_",
    ".",
    "'",
    "’",
    "·",
    "@",
    "+",
    "#",
    "&",
    "/",
    ",",
    "，",
    "。",
    "：",
    "、",
    "；",
    "！",
    "（",
    "）",
    "《",
    "》",
    "…",
    "——",
    "－",
    "．",
    "＿",
    "＇",
    "／",
    "\"",
    "“",
    "”",
    "「",
    "」",
    "‘",
    "\\",
    "|",
    "*",
    "\u{301}",
    "-\u{301}",
    " \u{308}",
    "\u{e0e31}",
];

/// Other scripts and signs.
const OTHER: &[&str] = &[
    "стандарт",
    "Йод",
    "Ёж",
    "ελληνικά",
    "ᾠδή",
    "שָׁלוֹם",
    "مُحَمَّد",
    "हिन्दी",
    "বাংলা",
    "ภาษาไทย",
    "กำ",
    "ພາສາ",
    "မြန်မာ",
    "ខ្មែរ",
    "한국어",
    "\u{1112}\u{1161}\u{11ab}",
    "ひらがな",
    "カタカナ",
    "が",
    "か\u{3099}",
    "ー",
    "ゝ",
    "𝐀𝐛𝟙",
    "𝒳",
    "😀",
    "👩‍💻",
    "🇨🇳",
    "❤\u{fe0f}",
    "1\u{fe0f}\u{20e3}",
    "𐐀𐐨",
    "𐌰",
    "Ⓐⓑ",
    "⅓",
    "٣٤",
    "१२",
    "\u{345}α",
    "ᾳ",
    "ŉ",
    "ǆ",
    "Ꭰ",
    "ꭰ",
    "ⴀ",
    "Ⴀ",
    "𞤀",
    "𑄮",
    "ﷺ",
    "ﾟ",
    "゛",
];

/// What random texts are put together from.
pub(crate) struct Texts {
    english: Vec<&'static str>,
    /// Ranges of characters of which one is as good as the other.
    ranges: Vec<(u32, u32)>,
}

impl Texts {
    pub(crate) fn new() -> Self {
        let ranges = include_str!("characters.txt")
            .lines()
            .filter_map(|line| line.split_once(".."))
            .filter_map(|(first, last)| {
                let number = |text| u32::from_str_radix(text, 16).ok();
                Some((number(first)?, number(last)?))
            })
            .collect();
        Self {
            english: english(),
            ranges,
        }
    }

    /// A few fragments, one behind the other.
    pub(crate) fn text(&self, random: &mut Random, most: usize) -> String {
        (0..random.between(1, most))
            .map(|_| self.fragment(random))
            .collect()
    }

    /// Something short.
    fn fragment(&self, random: &mut Random) -> String {
        match random.below(100) {
            0..18 => (*random.pick(CHINESE)).to_owned(),
            18..32 => self.word(random),
            32..48 => (*random.pick(COMPOUNDS)).to_owned(),
            48..80 => (*random.pick(BETWEEN)).to_owned(),
            80..88 => (*random.pick(OTHER)).to_owned(),
            88..91 => random.below(100_000).to_string(),
            // Single letters and signs, in every neighborhood.
            91..96 => (0..random.between(1, 5))
                .map(|_| {
                    *random.pick(&[
                        'a', 'B', 'C', 's', 'S', '1', '2', '.', '-', '_', '\'', '’', 'é', 'Ж',
                        '中', 'Ａ', '\u{301}',
                    ])
                })
                .collect(),
            _ => (0..random.between(1, 3))
                .map(|_| self.character(random))
                .collect(),
        }
    }

    /// An English word in some form of writing.
    fn word(&self, random: &mut Random) -> String {
        let word = *random.favor(&self.english);
        match random.below(6) {
            0 => word.to_uppercase(),
            1 => {
                let (first, rest) = word.split_at(1);
                first.to_uppercase() + rest
            }
            2 => word
                .chars()
                .map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c))
                .collect(),
            _ => word.to_owned(),
        }
    }

    /// Any character of any script; small scripts as often as large ones.
    fn character(&self, random: &mut Random) -> char {
        let (first, last) = *random.pick(&self.ranges);
        let offset = u32::try_from(random.below((last - first + 1) as usize)).unwrap_or(0);
        char::from_u32(first + offset).unwrap_or('\u{fffd}')
    }
}
