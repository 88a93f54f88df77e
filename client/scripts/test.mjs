// Runs the tests: turns them into JavaScript first, which Node 20 cannot do by itself.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { CLIENT } from './bundle.mjs';

const wanted = process.argv.slice(2);
const tests = readdirSync(join(CLIENT, 'test')).filter(
  (name) => name.endsWith('.test.ts') && (!wanted.length || wanted.some((part) => name.includes(part))),
);
const folder = mkdtempSync(join(CLIENT, 'node_modules', '.test-'));
try {
  await build({
    absWorkingDir: CLIENT,
    entryPoints: tests.map((name) => `test/${name}`),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    sourcemap: 'inline',
    target: 'node20',
  });
  const files = readdirSync(folder).map((name) => join(folder, name));
  const flags = ['--enable-source-maps', '--test', '--test-concurrency=2', '--test-reporter=spec'];
  const { status } = spawnSync(process.execPath, [...flags, ...files], { cwd: CLIENT, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
