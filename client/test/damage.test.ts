/** Whatever happens to files on their way, an answer is right or there is an error that says what is wrong. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { hash } from '../src/engine/hash';
import { type Lang, openIndex, SearchError, type SearchIndex, type Source } from '../src/engine/index';
import { build, disk } from './site';

const site = build('..');
const QUERIES: Record<Lang, string[]> = {
  zh: ['知识产权战略', '专利 检索 -案例', '"识别机会"', 'zscq', 'kind:case 企业', 'ISO标准', '專利'],
  en: ['intellectual property strat', '"patent search"', 'intellectaul', 'clause:6.3 search', 'patent -case'],
};

/** A source in which one load of one file gives something else. */
function damaged(source: Source, at: number, change: (bytes: Uint8Array) => Uint8Array | null): Source {
  let loads = 0;
  const changed = new Set<string>();
  return {
    load: async (path) => {
      const bytes = await source.load(path);
      if (loads++ === at) changed.add(path);
      if (!changed.has(path)) return bytes;
      const other = change(bytes.slice());
      if (!other) throw new SearchError('network', path);
      return other;
    },
  };
}

const shown = (results: Awaited<ReturnType<SearchIndex['search']>>) => JSON.stringify(results);

const CHANGES = fc.oneof(
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })).map(([at, by]) => (bytes: Uint8Array) => {
    bytes[at % bytes.length] ^= by;
    return bytes;
  }),
  fc.nat().map((at) => (bytes: Uint8Array) => bytes.subarray(0, at % bytes.length)),
  fc.uint8Array({ minLength: 1, maxLength: 40 }).map((more) => (bytes: Uint8Array) => Uint8Array.from([...bytes, ...more])),
  fc.uint8Array({ maxLength: 400 }).map((other) => () => other),
  fc.constant(() => new TextEncoder().encode('<!doctype html><title>404</title>')),
  fc.constant(() => null),
);

for (const lang of ['zh', 'en'] as Lang[]) {
  test(`${lang}: damaged, cut, missing and other files`, async () => {
    const whole = await openIndex(disk(site, lang));
    const right = new Map<string, string>();
    for (const query of QUERIES[lang]) right.set(query, shown(await whole.search(query, { whole: true })));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...QUERIES[lang]), fc.nat({ max: 12 }), CHANGES, async (query, at, change) => {
        try {
          const index = await openIndex(damaged(disk(site, lang), at, change));
          assert.equal(shown(await index.search(query, { whole: true })), right.get(query));
        } catch (error) {
          if (!(error instanceof SearchError)) throw error;
          assert.ok(['network', 'damaged', 'version'].includes(error.kind));
        }
      }),
      { numRuns: 600, seed: 1 },
    );
  });

  test(`${lang}: after a failure the same search gives the right answer`, async () => {
    const [query] = QUERIES[lang];
    for (let at = 1; at < 6; at++) {
      let broken = true;
      let loads = 0;
      const source = disk(site, lang);
      const index = await openIndex({
        load: (path) => {
          if (broken && path !== 'root' && ++loads >= at) return Promise.reject(new SearchError('network', path));
          return source.load(path);
        },
      });
      await assert.rejects(index.search(query, { whole: true }), SearchError);
      broken = false;
      const whole = await openIndex(source);
      assert.equal(shown(await index.search(query, { whole: true })), shown(await whole.search(query, { whole: true })));
    }
  });

  test(`${lang}: a file that would fill the memory is refused`, async () => {
    const source = disk(site, lang);
    const version = (await source.load('root'))[4];
    const body = Buffer.concat([Buffer.from([version]), deflateRawSync(Buffer.alloc(65 * 2 ** 20))]);
    const sum = Buffer.alloc(4);
    sum.writeInt32LE(hash(body) | 0);
    const bomb = new Uint8Array(Buffer.concat([sum, body]));
    const index = await openIndex({ load: async (path) => (path === 'root' ? source.load(path) : bomb) });
    await assert.rejects(index.search(QUERIES[lang][0]), { kind: 'damaged' });
  });

  test(`${lang}: another version says so`, async () => {
    const source = disk(site, lang);
    const load: Source['load'] = async (path) => {
      const bytes = (await source.load(path)).slice();
      bytes[4] = 9;
      return bytes;
    };
    await assert.rejects(openIndex({ load }), { kind: 'version' });
  });

  test(`${lang}: what was searched before changes nothing`, async () => {
    const used = await openIndex(disk(site, lang));
    const once = new Map<string, string>();
    for (const query of QUERIES[lang]) once.set(query, shown(await used.search(query, { whole: true })));
    for (const query of [...QUERIES[lang]].reverse()) {
      const fresh = await openIndex(disk(site, lang));
      assert.equal(shown(await used.search(query, { whole: true })), once.get(query));
      assert.equal(shown(await fresh.search(query, { whole: true })), once.get(query));
    }
  });
}
