/** Files of positions: where words stand, for phrases (2.6). */
import { Bytes, need } from './bytes';
import { placeOfKey } from './order';
import { decodeKeys } from './terms';

/** The page positions of a term, page by page. */
export interface Places {
  pages: Uint32Array;
  /** Where the positions of each page begin in `positions`, and where the last ones end. */
  at: Uint32Array;
  positions: Uint32Array;
}

export type PositionFile = (term: string) => Places | undefined;

export function decodePositions(content: Uint8Array, pages: number): PositionFile {
  const file = new Bytes(content);
  const keys = decodeKeys(file.section());
  const [counts, gaps, numbers, positions] = [file.section(), file.section(), file.section(), file.section()];
  // Every page and every position has one byte at least.
  const all: Places = {
    pages: new Uint32Array(gaps.left),
    at: new Uint32Array(gaps.left + 1),
    positions: new Uint32Array(positions.left),
  };
  const starts = [0];
  let entry = 0;
  let taken = 0;
  for (let key = 0; key < keys.length; key++) {
    let page = 0;
    for (let many = counts.varint(); many > 0; many--, page++) {
      page += gaps.varint();
      need(page < pages);
      all.pages[entry++] = page;
      let position = 0;
      for (let more = numbers.varint(); more >= 0; more--, position++) {
        position += positions.varint();
        all.positions[taken++] = position;
      }
      all.at[entry] = taken;
    }
    starts.push(entry);
  }
  return (term) => {
    const place = placeOfKey(keys, term);
    if (keys[place] !== term) return undefined;
    const [from, to] = [starts[place], starts[place + 1]];
    return { pages: all.pages.subarray(from, to), at: all.at.subarray(from, to + 1), positions: all.positions };
  };
}
