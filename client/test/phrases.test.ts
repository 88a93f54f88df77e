/** Phrases, whether positions tell of them or texts, and however long a page is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openIndex } from '../src/engine/index';
import { disk, written } from './site';

/** More pages than a word has positions on at least, so that both of a phrase's words have some. */
const MANY = 40;

/** The page that all is about, which has more words than others together. */
const long = `${'lorem ipsum '.repeat(150_000)} the final marker stands here, from OpenTelemetry on.`;

const pages = Array.from({ length: MANY }, (_, page) => [
  `page${page}.en.md`,
  [`Page ${page}`, `A marker, then the final ${page % 2 ? 'stands' : 'marker stands'} there. Ask OpenTelemetry ${page}.`],
]);
const few = Array.from({ length: 12 }, (_, page) => [`few${page}.en.md`, [`Few ${page}`, `It came from OpenCensus ${page}.`]]);
const site = written(Object.fromEntries([...pages, ...few, ['long.en.md', ['Long', long]]]));

async function total(query: string): Promise<number | null> {
  const index = await openIndex(disk(site, 'en'));
  return (await index.search(query, { limit: 100 })).total;
}

test('phrases are found behind hundreds of thousands of words', async () => {
  assert.equal(await total('"final marker stands here"'), 1);
  assert.equal(await total('"final marker stands"'), MANY / 2 + 1);
  assert.equal(await total('"ipsum the final"'), 1);
});

test('a phrase that ends with a joined name is found on many pages and on few', async () => {
  assert.equal(await total('"ask opentelemetry"'), MANY);
  assert.equal(await total('"from opentelemetry"'), 1);
  assert.equal(await total('"from opencensus"'), few.length);
});
