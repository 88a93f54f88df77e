/** Assertions on lists of problems. */
import assert from 'node:assert/strict';

/**
 * Fails with all problems, one a line.
 *
 * @param {string[]} problems
 */
export function none(problems) {
  const shown = problems.slice(0, 40);
  const rest = problems.length - shown.length;
  assert.ok(problems.length === 0, [...shown, ...(rest ? [`… and ${rest} more`] : [])].join('\n'));
}
