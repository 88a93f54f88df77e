//! `analysis.json`: `{"text": …, "tokens": [[term, position, start, end], …]}`, one a line. `start` and
//! `end` count UTF-16 code units of `text`. Grams are single characters. A whole stands behind the first
//! part of its compound.

use casebook::search::analysis::{analyze, term};

use super::random::Random;
use super::texts::{Texts, english};
use super::{committed, json};

/// Texts that random ones are unlikely to hit.
const CASES: &[&str] = &[
    "",
    " ",
    "\n",
    "\u{301}",
    "\u{301}a",
    "a\u{301}\u{302}b",
    "OpenTelemetry tracerProvider HTTPServer XMLHttpRequest ABc ABC aBC aB1C Ab",
    "XA'b a'Bc aB'C A’s b’S C's'd E's-f g's.h i's' j 's k's1 l'sß m'sé",
    "1.2 1.a a.1 1..2 .1 1. 1.2.3.4 1.2-3 1.2_b v1.2 1.2x １．２",
    "a-b a--b a-_b a.b a_b -a a- a-.b a'-b a-'b",
    "a-b-c-d-e-f-g-h a-b-c-d-e-f-g-h-i",
    "abcdefghijabcdefghij-abcdefghijabcdefghij",
    "abcdefghijabcdefghij-abcdefghijabcdefghijk",
    "abcdefghijabcdefghijabcdefghijabcdefghij",
    "abcdefghijabcdefghijabcdefghijabcdefghijk next",
    "abcdefghijabcdefghijabcdefghijabcdefghijk's next",
    "ABCDEFGHIJABCDEFGHIJABCDEFGHIJABCDEFGHIJKL",
    "知识abcdefghijabcdefghijabcdefghijabcdefghijabc产权",
    "é'a a'é Éa éA ÉA",
    "知识 产权，管理\n体系",
    "知识a产权 a 管理",
    "a, b. c; d/e f@g h+i j#k l&m n·o p'q r’s t:u v—w",
    "a\nb a\r\nb a\rb a\u{85}b a\u{2028}b a\u{3000}b a\u{feff}b a\u{200b}b",
    "㈱㈲ ㈱a a㈱ ½½ ½a a½ １½",
    "ﬁﬂ ﬁXy ㎏ ㍿ ℡A A℡ K k KB ªB",
    "İI ıi ΣΑΣ ΟΔΟΣ ς ẞß",
    "が カ\u{3099} ｶﾞ か゛ ﾊﾟ ー",
    "한 \u{1112}\u{1161}\u{11ab} \u{3131}",
    "กำ น้ำ ພາສາ ຳ",
    "हिन्दी क़ बाংলা",
    "e\u{301}\u{20dd}x a\u{20dd}b -\u{20dd}c d-\u{301}e f\u{301}-g h'\u{301}i",
    "乾坤著作覆蓋後來於是徵夥麽菸摺",
    "𠮷𩶘䲞 豈更 \u{2f800}\u{2fa1d}",
    "〇〡〢〣々〆〻〼 ㄅㄆㆠㇰ",
    "😀a😀 👩‍💻 🇨🇳 1\u{fe0f}\u{20e3}2",
    "𝐀𝐛𝐂𝟏𝟐 ℝℂ 𝔸𝕓",
    "the of is running IS The",
    "dying lying tying vying hying Dying",
    "evening evenings inning outing canning herring earring",
    "exceed exceeds exceeded proceed succeeding speed",
    "past pasted pasting pastes paste",
    "organization organizations organs organic generic generally general",
    "international internal later lateral emergency emerging universe university",
    "archaeologist biologist apologist apology anthropologically",
    "skies skis sky idly gently ugly early only singly",
    "news howe atlas cosmos bias andes",
    "add added adding egg egged off ebb ebbed inn",
    "yyy yyyy sayings youth boyish enjoyed y by",
    "ties dies cries tied cried",
    "gas this kiwis gaps pass dresses",
    "agreed feed bleed agreedly",
    "hopefully hopelessness relational conditional vietnamization predication operator",
    "feudalism decisiveness hopefulness callousness formality sensitivity sensibility",
    "hope hoping hopped hopping failing filing filling sized luxuriated",
];

/// Endings that a stemmer has to do with.
const ENDINGS: &[&str] = &[
    "s", "es", "ed", "ing", "er", "ers", "ly", "edly", "ingly", "ness", "ful", "fully", "less",
    "lessly", "able", "ably", "ation", "ational", "ations", "ization", "izer", "ize", "ized",
    "izing", "ism", "ist", "ity", "ities", "ive", "iveness", "al", "ally", "ality", "alism", "ous",
    "ously", "ousness", "ment", "ments", "ement", "ance", "ence", "ant", "ent", "ently", "ancy",
    "ency", "ate", "ator", "ative", "ic", "ical", "icate", "icity", "ion", "y", "ies", "ied",
    "eed", "eedly", "ogy", "ogist", "logi", "ier", "iest", "bly", "'s",
];

/// Words with endings, a few in a text.
fn inflected(random: &mut Random, words: &[&str]) -> String {
    let forms: Vec<String> = (0..12)
        .map(|_| {
            let mut word = (*random.pick(words)).to_owned();
            match random.below(4) {
                // A last letter doubled or dropped, as grammar has it.
                0 => word.extend(word.chars().last()),
                1 => drop(word.pop()),
                _ => {}
            }
            word.push_str(random.pick::<&str>(ENDINGS));
            if random.chance(100) {
                word.push_str(random.pick::<&str>(ENDINGS));
            }
            word
        })
        .collect();
    forms.join(" ")
}

/// The line of a text.
fn vector(text: &str) -> String {
    let utf16 = |end: u32| text[..end as usize].encode_utf16().count();
    let mut tokens = Vec::new();
    analyze(text, |token| {
        tokens.push(format!(
            "[{},{},{},{}]",
            json(&term(token.text)),
            token.position,
            utf16(token.start),
            utf16(token.end)
        ));
    });
    format!(
        "{{\"text\":{},\"tokens\":[{}]}}",
        json(text),
        tokens.join(",")
    )
}

#[test]
fn analysis_is_as_committed() {
    let texts = Texts::new();
    let words = english();
    let mut random = Random::of(&[1]);
    let cases = CASES.iter().map(|text| (*text).to_owned());
    let stems = (0..500).map(|_| inflected(&mut random, &words));
    let mut lines: Vec<String> = cases.chain(stems).map(|text| vector(&text)).collect();
    lines.extend((0..3600).map(|_| vector(&texts.text(&mut random, 7))));
    committed("analysis.json", &lines);
}
