/** Files of positions: where words stand, for phrases (2.6). */
import { bytesOf } from './bytes';
import { decodeKeys } from './terms';

/** The page positions of a term, by page. */
export type Places = ReadonlyMap<number, number[]>;

/** The places of each term. */
export function decodePositions(content: Uint8Array): Map<string, Places> {
  const { section } = bytesOf(content);
  const keys = decodeKeys(section());
  const [counts, gaps, numbers, positions] = [section(), section(), section(), section()];
  return new Map(
    keys.map((key) => {
      const places = new Map<number, number[]>();
      let page = 0;
      for (let many = counts.varint(); many > 0; many--, page++) {
        page += gaps.varint();
        const found: number[] = [];
        let position = 0;
        for (let more = numbers.varint(); more >= 0; more--, position++) {
          position += positions.varint();
          found.push(position);
        }
        places.set(page, found);
      }
      return [key, places];
    }),
  );
}
