/** The analysis and the query language are the program's: both read the same vectors. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { analyze, termOf } from '../src/engine/analysis';
import { type Atom, parse } from '../src/engine/query';
import { LOST } from '../src/engine/stem';
import { occurrences, placesOf, zonesOf } from '../src/engine/texts';

const read = (path: string): string => readFileSync(`../${path}`, 'utf8');
const lines = read('src/search/analysis/fold.txt').split('\n');
const fold = new Map(lines.filter((line) => line && !line.startsWith('#')).map((line) => line.split(' ') as [string, string]));
const FACETS = ['kind', 'clause', 'industry', 'locality', 'size', 'stage', 'year', 'ladder', 'title', 'grade', 'issuer'];

test('texts give the tokens of the vectors', () => {
  const vectors = JSON.parse(read('tests/vectors/analysis.json')) as { text: string; tokens: unknown[] }[];
  assert.ok(vectors.length > 4000);
  for (const { text, tokens } of vectors) {
    const own = analyze(text, fold).map(({ term, position, start, end }) => [term, position, start, end]);
    assert.deepEqual(own, tokens, JSON.stringify(text));
  }
});

test('words go on behind their stems only as the search takes for granted', () => {
  const vectors = JSON.parse(read('tests/vectors/analysis.json')) as { text: string }[];
  const words = new Set(vectors.flatMap(({ text }) => analyze(text, fold).map(({ surface }) => surface)));
  const endings =
    ' s es ed ing er ly y ies e al ance ence ic able ible ability ibility ably ant ement ment ent ism ate ation ator ative ity ous ously ' +
    'ousness ive iveness ize izer ization ion ional ful fully fulness less lessly ness ogy ogies ogist edly ingly ency ancy icate ical';
  for (const base of 'stop hop agre currenc techn possib relat creat control install recogn hope depend care mobil need boss l'.split(' ')) {
    for (const one of endings.split(' ')) for (const other of endings.split(' ')) words.add(base + one + other);
  }
  let shorter = 0;
  for (const word of words) {
    const end = termOf(word).length;
    if (!word.startsWith(termOf(word))) continue;
    for (let length = end + 1; length <= word.length; length++) {
      shorter++;
      assert.match(word.slice(end - 1, length), LOST, word);
    }
  }
  assert.ok(shorter > 50_000, `${shorter}`);
});

test('a glance at a text overlooks no run of Han characters', () => {
  const vectors = JSON.parse(read('tests/vectors/analysis.json')) as { text: string }[];
  // Every character that could become a Han character, or come between two.
  const between = Array.from({ length: 0xffff }, (_, at) => (at + 1 >= 0xd800 && at + 1 < 0xe000 ? 0x2f800 + (at % 0x220) : at + 1));
  const texts = [...vectors.map(({ text }) => text), ...between.map((code) => `知${String.fromCodePoint(code)}识`)];
  let [seen, refused] = [0, 0];
  for (const text of texts) {
    const folds = [...new Set(text.normalize('NFKC'))].flatMap((char) => (fold.has(char) ? [char, fold.get(char)!] : [])).join('');
    const [zone] = zonesOf(['', text, '', '', '', [], folds]);
    const grams = zone.tokens.filter(({ kind }) => kind === 'gram');
    grams.forEach(({ term, position }, at) => {
      const next = grams[at + 1];
      const run = next?.position === position + 1 ? term + next.term : term;
      if (!/^\p{Script=Han}+$/u.test(run)) return;
      seen++;
      assert.ok(occurrences(zone, placesOf(run)).length > 0, `${JSON.stringify(text)} has ${run}`);
    });
    if (!zone.mayHave('鑫鑫')) refused++;
  }
  assert.ok(seen > 100_000 && refused > 20_000, `${seen} runs were seen, ${refused} texts refused`);
});

test('queries are read as the vectors say', () => {
  const vectors = JSON.parse(read('tests/vectors/queries.json')) as { query: string; parsed: { atoms: unknown[]; filters: [string, string][] } }[];
  assert.ok(vectors.length > 2000);
  const shown = (atom: Atom) => {
    const { excluded } = atom;
    if (atom.kind === 'gram') return { excluded, gram: atom.run };
    if (atom.kind === 'phrase') return { excluded, phrase: atom.row.map(({ position, kind, surface }) => [position, kind === 'gram' ? 'gram' : 'word', surface]) };
    return { excluded, word: { parts: atom.parts, whole: atom.whole || null, prefix: atom.prefix } };
  };
  for (const { query, parsed } of vectors) {
    const { atoms, filters } = parse(query, FACETS, fold);
    assert.deepEqual([atoms.map(shown), filters], [parsed.atoms, parsed.filters], JSON.stringify(query));
  }
});
