// Compares client/dist with what its sources give, and tells what readers have to load.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { bundle, CLIENT, FILES } from './bundle.mjs';

/** What a script may weigh with gzip: a search loads the one, every page the other. live.js is not published. */
const LIMITS = { 'search.js': 16 * 1024, 'site.js': 1.5 * 1024 };

const fresh = mkdtempSync(join(CLIENT, 'node_modules', '.check-'));
const problems = [];
try {
  await bundle(relative(CLIENT, fresh));
  for (const name of FILES) {
    const bytes = readFileSync(join(fresh, name));
    if (!committed(name)?.equals(bytes)) {
      problems.push(`client/dist/${name} is not what its sources give: run npm --prefix client run build`);
    }
    const size = gzipSync(bytes, { level: 9 }).length;
    console.log(`${name}: ${bytes.length} bytes, ${size}${LIMITS[name] ? ` of ${LIMITS[name]}` : ''} with gzip, ${brotliCompressSync(bytes).length} with Brotli`);
    if (size > LIMITS[name]) problems.push(`client/dist/${name} is too large`);
  }
} finally {
  rmSync(fresh, { recursive: true });
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length ? 1 : 0;

function committed(name) {
  try {
    return readFileSync(join(CLIENT, 'dist', name));
  } catch {
    return undefined;
  }
}
