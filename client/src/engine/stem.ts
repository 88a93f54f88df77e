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

/** Words with a stem of their own; those behind the last colon are it themselves. */
const WORDS = table(
  'ski:skis sky:skies idl:idly gentl:gently ugli:ugly earli:early onli:only singl:singly ' +
    ':sky,andes,atlas,bias,cosmos,howe,news',
);
/** Steps 2 to 4. */
const STEPS = [
  'tion:tional ence:enci ance:anci able:abli ent:entli ize:izer,ization ate:ational,ation,ator ' +
    'al:alism,aliti,alli ful:fulness,fulli ous:ousli,ousness ive:iveness,iviti ble:biliti,bli ' +
    'og:ogi,ogist less:lessli :li',
  'tion:tional ate:ational al:alize ic:icate,iciti,ical :ful,ness,ative',
  ':al,ance,ence,er,ic,able,ible,ant,ement,ment,ent,ism,ate,iti,ous,ive,ize,ion',
].map(table);

const VOWEL = /[aeiouy]/;
/** A vowel, what belongs to it, and the first consonant behind: a region begins there. */
const SYLLABLE = /^[^aeiouy]*[aeiouy]+[^aeiouy]/;
const PREFIX = /^(arsen|commun|emerg|gener|inter|later|organ|past|univers)/;
const SHORT = /[^aeiouy][aeiouy][^aeiouywxY]$|^[aeiouy][^aeiouy]$|past$/;

/** What must be the end of a word, for some endings. */
const ENDS: Record<string, RegExp> = { li: /[cdeghkmnrt]li$/, ogi: /logi$/, ion: /[st]ion$/ };

/**
 * How a word can go on behind its stem, from the stem's last letter: with this letter again, or with what begins an
 * ending. Words that go on otherwise need not be looked for, and each may be in a file of its own.
 */
export const LOST = /^(.)(\1|[defimny]|a([blnt]|$)|l([iy]|$)|o([ru]|$)|s$)/;

/** The stem of a word of three or more letters `a` to `z`. */
export function stem(word: string): string {
  if (WORDS.has(word)) return WORDS.get(word) || word;

  // A `y` that stands for a consonant is written `Y` on the way.
  let w = word.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y');
  const p1 = (PREFIX.exec(w) ?? SYLLABLE.exec(w))?.[0].length ?? w.length;
  const p2 = p1 + (SYLLABLE.exec(w.slice(p1))?.[0].length ?? w.length);

  // Step 1.
  w = w.replace(/^(.?ie)[sd]$|(ss)es$|(i)e[sd]$/, '$1$2$3').replace(/([aeiouy].*[^su])s$/, '$1');
  const [, before, e] = /^(.*?)(e?ed(ly)?|ing(ly)?)$/.exec(w) ?? [];
  if (e) w = past(w, before, e, p1);
  w = w.replace(/(.[^aeiouy])[yY]$/, '$1i');

  // Steps 2 to 4, each of which replaces the longest ending that it has.
  for (const step of STEPS) {
    const from = [...w].findIndex((_, at) => step.has(w.slice(at)));
    const e = w.slice(from);
    const region = step === STEPS[2] || e === 'ative' ? p2 : p1;
    if (from >= region && (ENDS[e]?.test(w) ?? true)) w = w.slice(0, from) + step.get(e);
  }

  // Step 5.
  const last = w.length - 1;
  if (/e$/.test(w) ? last >= p2 || (last >= p1 && !SHORT.test(w.slice(0, -1))) : last >= p2 && /ll$/.test(w)) w = w.slice(0, -1);
  return w.replaceAll('Y', 'y');
}

/** Step 1b: `w` without its ending `e`, which leaves `before`. */
function past(w: string, before: string, e: string, p1: number): string {
  if (e.startsWith('ee')) {
    return before.length < p1 || /^(succ|proc|exc)$/.test(before) ? w : `${before}ee`;
  }
  if (e === 'ing') {
    if (/^[^aeiouy]y$/.test(before)) return `${before[0]}ie`;
    if (/^(even|cann|inn|earr|herr|out)$/.test(before)) return w;
  }
  if (!VOWEL.test(before)) return w;
  if (/(at|bl|iz)$/.test(before)) return `${before}e`;
  if (/([bdfgmnprt])\1$/.test(before)) return /^[aeo]..$/.test(before) ? before : before.slice(0, -1);
  return before.length === p1 && SHORT.test(before) ? `${before}e` : before;
}
