/** What is asked for to show results, on a site whose cards are in too many files to ask for all of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read } from '../src/engine/files';
import { openIndex, SearchError, type Source } from '../src/engine/index';
import { decodeRoot } from '../src/engine/root';
import { openStore } from '../src/engine/store';
import { disk, random, written } from './site';

const PAGES = 300;
/** Stands on two pages, on five, and on four that are longer than all others. */
const [TWO, FIVE, LONG] = ['申报材料逐项核对清楚', '检索报告评审之前归档', '长'];

/** Headings that begin alike, each on a page of its own. */
const HEADINGS = ['保密措施逐级审批', '保密措施定期复查', '保密措施离岗交接'];

const below = random(5);
/** Pages that have nothing in common but these and the beginnings of headings. */
const pages = Array.from({ length: PAGES }, (_, page) => {
  const isLong = page % 70 === 69;
  // Those that are looked for are not among the hundred longest, unless they are to be.
  const length = isLong ? 600 : page % 30 ? 500 : 400;
  const text = String.fromCodePoint(...Array.from({ length }, () => 0x4e00 + below(3000)));
  const own = `${page % 150 ? '' : TWO}，${page % 60 ? '' : FIVE}${isLong ? LONG : ''}`;
  const heading = page % 100 === 50 ? `\n\n## ${HEADINGS[(page - 50) / 100]}\n\n` : '';
  return [`p${page}.md`, [text.slice(0, 6), `${text.slice(6, 200)}，${own}，${heading}${text.slice(200)}`]];
});
const site = written(Object.fromEntries(pages));

/** The index's files; `asked` gets their paths, and those of one family wait. */
function watched(asked: string[], letter = '', wait = async (): Promise<void> => {}): Source {
  const files = disk(site, 'zh');
  return {
    async load(path) {
      asked.push(path);
      if (letter && path.startsWith(`${letter}/`)) await wait();
      return files.load(path);
    },
  };
}

const count = (asked: string[], letter: string): number => asked.filter((path) => path.startsWith(`${letter}/`)).length;

test('of few results, cards are shown until their texts are there', async () => {
  let go = (): void => {};
  const until = new Promise<void>((resolve) => (go = resolve));
  const asked: string[] = [];
  const index = await openIndex(watched(asked, 'x', () => until));
  // Two characters are a term of their own: no text has to tell where they are.
  const { hits, exactly } = await index.search(TWO.slice(2, 4));
  assert.equal(hits.length, 2);
  assert.ok(hits.every(({ exact, excerpt }) => !exact && excerpt.length > 0));
  assert.equal(count(asked, 'x'), 2, 'texts are asked for along with the cards');
  go();
  const shown = await Promise.all(hits.map(exactly));
  assert.ok(shown.every(({ exact, excerpt }) => exact && excerpt.some(({ mark }) => mark)));
});

test('few results come by their texts where cards are missing', async () => {
  const asked: string[] = [];
  const missing = async (): Promise<void> => {
    throw new SearchError('network', 'c');
  };
  const index = await openIndex(watched(asked, 'c', missing));
  const { hits } = await index.search(TWO.slice(2, 4));
  assert.deepEqual(
    hits.map(({ exact }) => exact),
    [true, true],
  );
  assert.ok(count(asked, 'c') > 0);
});

test('the longest pages are shown without a file of cards', async () => {
  const asked: string[] = [];
  const index = await openIndex(watched(asked));
  const { hits } = await index.search(`"${LONG}"`, { limit: 4 });
  assert.ok(hits.length > 3 && hits.every(({ exact, excerpt }) => !exact && excerpt.length > 0));
  assert.deepEqual([count(asked, 'c'), count(asked, 'x')], [0, 0]);
});

test('cards in the root are those of their pages', async () => {
  const root = await read(disk(site, 'zh'), 'root', decodeRoot);
  const store = await openStore(disk(site, 'zh'));
  assert.equal(root.hot?.length, 200);
  for (const [page, card] of root.hot!) {
    const [path, title, kind, date, , sections] = await store.text(page);
    assert.deepEqual(card.slice(0, 4), [path, title, kind, date]);
    const lead = card[4].replace('…', '');
    assert.ok(lead && sections.find(([, , body]) => body)![2].startsWith(lead));
  }
});

test('pages whose texts told that they match need no cards', async () => {
  const asked: string[] = [];
  const index = await openIndex(watched(asked));
  const { hits } = await index.search(FIVE);
  assert.deepEqual(
    hits.map(({ exact }) => exact),
    [true, true, true, true, true],
  );
  assert.ok(count(asked, 'x') > 0);
  assert.equal(count(asked, 'c'), 0);
});

test('a heading that begins like others is found without their texts', async () => {
  for (const heading of HEADINGS) {
    const asked: string[] = [];
    const index = await openIndex(watched(asked));
    const { hits } = await index.search(heading);
    assert.equal(hits.length, 1);
    assert.equal(count(asked, 'x'), 1);
  }
});
