/**
 * The Snowball English stemmer, also called Porter 2, as of Snowball 3.1
 * (https://snowballstem.org/algorithms/english/stemmer.html).
 */

/** `to:from,from to:from` as a map from endings (or words) to what stands for them. */
function table(text: string): Map<string, string> {
  const pairs = text.split(' ').flatMap((group) => {
    const [to, from] = group.split(':');
    return from.split(',').map((ending) => [ending, to] as const);
  });
  return new Map(pairs);
}

const WORDS = table(
  'ski:skis sky:skies,sky idl:idly gentl:gently ugli:ugly earli:early onli:only singl:singly ' +
    'andes:andes atlas:atlas bias:bias cosmos:cosmos howe:howe news:news',
);
const STEP_1A = table('ss:sses i:ied,ies ss:ss us:us :s');
const STEP_1B = table('ee:eed,eedly :ed,edly,ing,ingly');
const STEP_2 = table(
  'tion:tional ence:enci ance:anci able:abli ent:entli ize:izer,ization ate:ational,ation,ator ' +
    'al:alism,aliti,alli ful:fulness,fulli ous:ousli,ousness ive:iveness,iviti ble:biliti,bli ' +
    'og:ogi,ogist less:lessli :li',
);
const STEP_3 = table('tion:tional ate:ational al:alize ic:icate,iciti,ical :ful,ness,ative');
const STEP_4 = table(
  ':al,ance,ence,er,ic,able,ible,ant,ement,ment,ent,ism,ate,iti,ous,ive,ize,ion',
);

const VOWEL = /[aeiouy]/;
/** A vowel, what belongs to it, and the first consonant behind: a region begins there. */
const SYLLABLE = /^[^aeiouy]*[aeiouy]+[^aeiouy]/;
const PREFIX = /^(?:arsen|commun|emerg|gener|inter|later|organ|past|univers)/;
const SHORT = /[^aeiouy][aeiouy][^aeiouywxY]$|^[aeiouy][^aeiouy]$|past$/;

/** The longest ending of a word that a table has. */
function ending(word: string, endings: Map<string, string>): string | undefined {
  for (let at = Math.max(0, word.length - 7); at < word.length; at++) {
    const found = word.slice(at);
    if (endings.has(found)) return found;
  }
  return undefined;
}

/** The stem of a word of letters `a` to `z`. */
export function stem(word: string): string {
  if (word.length < 3) return word;
  const whole = WORDS.get(word);
  if (whole !== undefined) return whole;

  // A `y` that stands for a consonant is written `Y` on the way.
  let w = word.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y');
  const p1 = (PREFIX.exec(w) ?? SYLLABLE.exec(w))?.[0].length ?? w.length;
  const p2 = p1 + (SYLLABLE.exec(w.slice(p1))?.[0].length ?? w.length);

  let e = ending(w, STEP_1A);
  if (e) {
    const before = w.slice(0, -e.length);
    if (e === 's') {
      if (VOWEL.test(w.slice(0, -2))) w = before;
    } else {
      w = before + (e[0] === 'i' && before.length < 2 ? 'ie' : STEP_1A.get(e));
    }
  }

  e = ending(w, STEP_1B);
  if (e) w = past(w, w.slice(0, -e.length), e, p1);

  w = w.replace(/(.[^aeiouy])[yY]$/, '$1i');

  e = ending(w, STEP_2);
  if (e && w.length - e.length >= p1) {
    const before = w.slice(0, -e.length);
    if (e === 'li' ? /[cdeghkmnrt]$/.test(before) : e !== 'ogi' || before.endsWith('l')) {
      w = before + STEP_2.get(e);
    }
  }

  e = ending(w, STEP_3);
  if (e && w.length - e.length >= (e === 'ative' ? p2 : p1)) w = w.slice(0, -e.length) + STEP_3.get(e);

  e = ending(w, STEP_4);
  if (e && w.length - e.length >= p2) {
    if (e !== 'ion' || /[st]ion$/.test(w)) w = w.slice(0, -e.length);
  }

  const last = w.length - 1;
  if (w.endsWith('e')) {
    if (last >= p2 || (last >= p1 && !SHORT.test(w.slice(0, -1)))) w = w.slice(0, -1);
  } else if (w.endsWith('ll') && last >= p2) {
    w = w.slice(0, -1);
  }
  return w.replaceAll('Y', 'y');
}

/** Step 1b: `w` without its ending `e`, which leaves `before`. */
function past(w: string, before: string, e: string, p1: number): string {
  if (e.startsWith('ee')) {
    return before.length < p1 || /^(?:succ|proc|exc)$/.test(before) ? w : `${before}ee`;
  }
  if (e === 'ing') {
    if (/^[^aeiouy]y$/.test(before)) return `${before[0]}ie`;
    if (/^(?:even|cann|inn|earr|herr|out)$/.test(before)) return w;
  }
  if (!VOWEL.test(before)) return w;
  if (/(?:at|bl|iz)$/.test(before)) return `${before}e`;
  if (/([bdfgmnprt])\1$/.test(before)) return /^[aeo]..$/.test(before) ? before : before.slice(0, -1);
  return before.length === p1 && SHORT.test(before) ? `${before}e` : before;
}
