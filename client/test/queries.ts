/** Queries of every sort, made from the texts of a site. */
import { random, type Text } from './site';

export function queries(pages: Text[], count: number, seed: number): string[] {
  const below = random(seed);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)];
  const text = (): string => {
    const { title, keywords, sections } = pick(pages);
    const [, heading, body] = pick(sections);
    return pick([title, heading, keywords, body, body, body]) || title;
  };
  const word = (): string => pick(text().match(/[\p{L}\p{N}][\p{L}\p{N}'’._-]*/gu) ?? ['a']);
  const latin = (): string => pick(text().match(/[A-Za-z]{3,}/g) ?? ['patent']);
  const han = (): string => {
    const run = pick(text().match(/\p{Script=Han}{2,}/gu) ?? ['知识']);
    const from = below(run.length - 1);
    return run.slice(from, from + 2 + below(7));
  };
  const stretch = (): string => {
    const words = text().match(/\S+/g) ?? ['a'];
    const from = below(words.length);
    return words.slice(from, from + 1 + below(4)).join(' ').replaceAll('"', '').slice(0, 40);
  };
  const typo = (): string => {
    const letters = latin();
    const at = below(letters.length);
    return pick([
      letters.slice(0, at) + letters.slice(at + 1),
      letters.slice(0, at) + 'x' + letters.slice(at),
      letters.slice(0, at) + (letters[at + 1] ?? '') + letters[at] + letters.slice(at + 2),
    ]);
  };
  const sorts = [
    han,
    han,
    word,
    latin,
    typo,
    stretch,
    () => latin().slice(0, 2 + below(4)),
    () => `${han()} ${han()}`,
    () => `${latin()} ${latin()} ${latin().slice(0, 4)}`,
    () => `"${stretch()}"`,
    () => `"${han()}"`,
    () => `${han()} -${han()}`,
    () => `${latin()} -${latin()}`,
    () => `${word()} -"${stretch()}"`,
    () => `${han()} ${latin()}`,
    () => `${han()}${pick(['，', ' ', ''])}${word()}`,
    () => `kind:${pick(pages).kind} ${pick([han, latin])()}`,
    () => `类型：${pick(pages).kind} ${han()} -${han()}`,
    () => han().slice(0, 1),
    () => `${han()}${han()}`,
    () => pick(['zhishi', 'zscq', 'zhuanli', 'zhuanlijiansuo', 'cx', 'gongsi', 'jiansuo', 'qiye']),
    () => pick(['the', 'how to', '', '-', '""', 'clause:6.3', 'clause:6.3 -kind:case', 'kind:nothing x', '知識產權', '專利 檢索']),
  ];
  return Array.from({ length: count }, () => pick(sorts)());
}
