/** However much is asked for at once, a host is asked for few things at a time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gate } from '../src/engine/gate';

/** Lets everything go on that can. */
const settle = () => new Promise((go) => setTimeout(go));

test('few tasks run at a time, the newest next, and a failure makes room', async () => {
  const few = gate(3);
  const begun: number[] = [];
  const ends: { resolve: (value: number) => void; reject: (error: Error) => void }[] = [];
  const tasks = Array.from({ length: 8 }, (_, at) =>
    few(() => {
      begun.push(at);
      return new Promise<number>((resolve, reject) => (ends[at] = { resolve, reject }));
    }),
  );
  const results = Promise.allSettled(tasks);
  await settle();
  assert.deepEqual(begun, [0, 1, 2]);
  ends[1].resolve(1);
  ends[0].reject(new Error('lost'));
  await settle();
  assert.deepEqual(begun, [0, 1, 2, 7, 6]);
  let ended = 2;
  for (const at of [2, 7, 6, 5, 4, 3]) {
    assert.equal(begun.length - ended, Math.min(3, 8 - ended));
    ends[at].resolve(at);
    ended++;
    await settle();
  }
  const statuses = (await results).map(({ status }) => status);
  assert.deepEqual(statuses, ['rejected', ...Array(7).fill('fulfilled')]);
  // All room is free again.
  assert.equal(await few(async () => 'done'), 'done');
});
