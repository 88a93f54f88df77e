/** Few things at a time. */

/**
 * Lets as many tasks run at a time; of those that wait the newest goes first. Browsers refuse hundreds of
 * requests at once, which a short beginning of many words can ask for on a large site.
 */
export function gate(most: number) {
  const waiting: (() => void)[] = [];
  return async <Made>(task: () => Promise<Made>): Promise<Made> => {
    if (most) most--;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await task();
    } finally {
      const next = waiting.pop();
      if (next) next();
      else most++;
    }
  };
}
