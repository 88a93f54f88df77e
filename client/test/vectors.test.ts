/** The analysis and the query language are the program's: both read the same vectors. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { analyze } from '../src/engine/analysis';
import { type Atom, parse } from '../src/engine/query';

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
