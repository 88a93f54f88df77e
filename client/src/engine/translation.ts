/** A query in the other language, as far as the glossary has names for what it says (2.8). */
import { analyze, type Token, withoutWholes } from './analysis';
import type { Names } from './json';

const rowOf = (text: string): Token[] => withoutWholes(analyze(text));

const keyOf = (row: Token[]): string => row.map(({ term, position }) => `${position - row[0].position}${term}`).join(' ');

/** The query with names replaced by those in the other language; `''` if it has none. */
export function translate(query: string, glossary: Names[]): string {
  const names = new Map<string, string>();
  let longest = 0;
  for (const languages of glossary) {
    languages.forEach((own, at) => {
      const [to] = languages[1 - at];
      for (const name of to ? own : []) {
        const row = rowOf(name);
        longest = Math.max(longest, row.length);
        if (row.length && !names.has(keyOf(row))) names.set(keyOf(row), to);
      }
    });
  }
  const row = rowOf(query);
  let text = '';
  let copied = 0;
  for (let at = 0; at < row.length; at++) {
    for (let end = Math.min(row.length, at + longest); end > at; end--) {
      const to = names.get(keyOf(row.slice(at, end)));
      if (!to) continue;
      text += `${query.slice(copied, row[at].start)} ${to} `;
      copied = row[end - 1].end;
      at = end - 1;
      break;
    }
  }
  return copied ? (text + query.slice(copied)).replace(/\s+/g, ' ').replace(/(^|["“「『-]) | (?=["”」』]|$)/g, '$1') : '';
}
