// Bundles the two scripts of a site, and the one that pages have while it is served for writing. The same sources give the same bytes on every machine.
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { minify } from 'terser';

export const CLIENT = fileURLToPath(new URL('..', import.meta.url));
export const FILES = ['live.js', 'search.js', 'site.js'];

/**
 * Properties that are given short names in the search program: only its own parts know them. Those of what is read or
 * kept as JSON, and of what scripts hand to each other, keep theirs. Browsers have some of these names for things of their own:
 * no such thing is used here.
 */
const OWN =
  /^(again|approximate|ask|atom|atoms|begin|capital|card|char|corrections|count|cov|date|digit|early|end|ends|everyPage|exact|exactly|excerpt|excluded|facet|filtered|filters|first|forget|forms|found|hits|isAll|isRead|kind|limit|list|load|long|looks|loose|mark|marks|mayHave|missed|missing|near|offset|optional|other|own|page|parsed|parts|path|place|places|position|prefix|query|readings|results|row|run|runs|score|scores|section|sections|sounds|start|starts|sum|surface|surfaces|take|tells|term|text|titlePieces|tokens|total|translate|varint|whole|without|zone|zones)$/;

/** Writes the bundles into a folder. */
export async function bundle(folder) {
  const { outputFiles } = await build({
    absWorkingDir: CLIENT,
    entryPoints: ['src/live.ts', 'src/search.ts', 'src/site.ts'],
    outdir: join(CLIENT, folder),
    bundle: true,
    charset: 'utf8',
    format: 'iife',
    legalComments: 'none',
    loader: { '.css': 'text' },
    minifySyntax: true,
    target: 'es2022',
    // Fields that are set at once need not be made before.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    write: false,
  });
  mkdirSync(join(CLIENT, folder), { recursive: true });
  for (const { path, text } of outputFiles) {
    // Terser's output compresses better than that of esbuild.
    const { code } = await minify(text, {
      ecma: 2022,
      mangle: { properties: basename(path) === 'search.js' && { builtins: true, regex: OWN } },
      toplevel: true,
      compress: {
        hoist_funs: true,
        inline: 1,
        keep_fargs: false,
        lhs_constants: false,
        passes: 4,
        pure_getters: true,
        // Takes for granted that nothing changes what the language has built in.
        unsafe: true,
        unsafe_arrows: true,
      },
    });
    writeFileSync(join(CLIENT, folder, basename(path)), `${code}\n`);
  }
}
