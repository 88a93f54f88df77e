/** Files of positions: where words stand, for phrases (2.6). */
import { ascendingIn } from './bits';
import { bytesOf, repeat } from './bytes';
import { type List, NOTHING } from './lists';
import { FREQUENCIES } from './rank';
import type { Root } from './root';
import { decodeKeys } from './terms';

/** The page positions of a term, by page. */
export type Places = ReadonlyMap<number, number[]>;

/** Positions of each term, as its postings tell more of them. */
export function decodePositions(content: Uint8Array, root: Root): Map<string, (list: List) => Places> {
  const { pages, spans } = root;
  const { section } = bytesOf(content);
  const keys = decodeKeys(section, root);
  const [counts, sizes, numbers, bits] = repeat(4, section);
  return new Map(
    keys.map((key) => {
      const value = counts.varint();
      const others = repeat(value >> 1, numbers.varint);
      const own = bits.take(sizes.varint());
      return [
        key,
        (list) => {
          const ascending = ascendingIn(own);
          const all = value % 2 ? ascending(others.length, pages) : [...list.keys()];
          return new Map(
            all.map((page, at) => {
              const [times, zones] = list.get(page) ?? NOTHING;
              return [page, ascending(others[at] ^ (FREQUENCIES[times] + zones.length), 2 ** (6 + parseInt(spans[page], 36) / 2) | 0)];
            }),
          );
        },
      ];
    }),
  );
}
