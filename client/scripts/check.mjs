// Compares client/dist with what its sources give, and tells what readers have to load.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundle, CLIENT, FILES } from './bundle.mjs';

/** What both scripts may weigh, compressed as servers do. */
const LIMIT = 16 * 1024;

const fresh = mkdtempSync(join(CLIENT, 'node_modules', '.check-'));
const problems = [];
try {
  await bundle(relative(CLIENT, fresh));
  let sum = 0;
  for (const name of FILES) {
    const bytes = readFileSync(join(fresh, name));
    if (!committed(name)?.equals(bytes)) {
      problems.push(`client/dist/${name} is not what its sources give: run npm --prefix client run build`);
    }
    const size = gzipSync(bytes, { level: 9 }).length;
    sum += size;
    console.log(`${name}: ${bytes.length} bytes, ${size} compressed`);
  }
  console.log(`together ${sum} of ${LIMIT} bytes, compressed`);
  if (sum > LIMIT) problems.push('the scripts are too large');
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
