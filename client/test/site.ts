/** A site that casebook has built for a test, and its program. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { Hit, Lang, Source } from '../src/engine/index';
import { SearchError } from '../src/engine/index';

export const CASEBOOK = process.env.CASEBOOK ?? '../target/release/casebook';

/** Runs the program; its output. */
export function casebook(args: string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(CASEBOOK, args, { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (error) throw new Error(`${CASEBOOK} is missing: run cargo build --release, or set CASEBOOK`);
  // 1: nothing found.
  if (status! > 1) throw new Error(stderr);
  return stdout;
}

/** Builds a site into a new folder. */
export function build(root: string): string {
  const output = join(mkdtempSync(join(tmpdir(), 'casebook-client-')), 'site');
  casebook(['build', '--root', root, '--output', output, '--quiet']);
  return output;
}

/** Builds a site of pages that are given by file name, each with its title and its Markdown. */
export function written(pages: Record<string, [title: string, body: string]>): string {
  const root = mkdtempSync(join(tmpdir(), 'casebook-client-'));
  const folder = join(root, 'content/docs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(root, 'site.toml'), 'title = { zh = "试", en = "Trial" }\nbase_url = "https://trial.example/"\n');
  for (const [name, [title, body]] of Object.entries(pages)) {
    writeFileSync(join(folder, name), `---\ntitle: "${title}"\n---\n\n${body}\n`);
  }
  return build(root);
}

/** The files of an index on disk. */
export const disk = (site: string, lang: Lang): Source => ({
  load: async (path) => {
    try {
      return new Uint8Array(readFileSync(join(site, 'search', lang, `${path}.bin`)));
    } catch {
      throw new SearchError('network', path);
    }
  },
});

/** What the files of an index have of a page: its path, and the texts of all its zones. */
export interface Text {
  path: string;
  title: string;
  kind: string;
  keywords: string;
  sections: [id: string, heading: string, body: string][];
}

/** The texts of all pages, in order, read without the engine. */
export function texts(site: string, lang: Lang): Text[] {
  const inflated = (path: string, head: number) =>
    inflateRawSync(readFileSync(join(site, 'search', lang, `${path}.bin`)).subarray(head));
  const content = inflated('root', 9);
  // Two sections, each with its length before it: what the codes stand for, and JSON.
  let at = 0;
  const section = () => {
    let length = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      length += (content[at]! & 127) << shift;
      more = content[at++]! > 127;
    }
    return content.subarray(at, (at += length));
  };
  const strings = section().toString().split('\n');
  const parsed = (bytes: Uint8Array) => {
    const codes = [...bytes].values();
    let json = '';
    for (const code of codes) json += strings[code < 240 ? code : 240 + 256 * (code - 240) + codes.next().value!];
    return JSON.parse(json);
  };
  const root = parsed(section());
  const read = (path: string) => parsed(inflated(path, 5));
  const all = (letter: string, { group, names, counts }: { group: number; names: string; counts: number[] }) =>
    counts.flatMap((_, at) => {
      const name = names.slice(8 * Math.floor(at / group)).slice(0, 8);
      return read(`${letter}/${name}${group > 1 ? `/${at % group}` : ''}`);
    });
  return all('x', root.texts).map(([path, title, kind, , keywords, sections]) => {
    return { path, title, kind, keywords, sections };
  });
}

/** Numbers that look random and are the same in every run. */
export function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A hit's title, whatever is marked in it. */
export const titleOf = (hit?: Hit): string | undefined => hit?.titlePieces.map(({ text }) => text).join('');
