// Bundles the two scripts of a site. The same sources give the same bytes on every machine.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const CLIENT = fileURLToPath(new URL('..', import.meta.url));
export const FILES = ['search.js', 'site.js'];

/** Writes the bundles into a folder. */
export async function bundle(folder) {
  await build({
    absWorkingDir: CLIENT,
    entryPoints: ['src/search.ts', 'src/site.ts'],
    outdir: join(CLIENT, folder),
    bundle: true,
    charset: 'utf8',
    format: 'iife',
    legalComments: 'none',
    minify: true,
    target: 'es2022',
  });
}
