/** Strings by code point, the order of keys (2.2); JavaScript's own is that of UTF-16. */
export function compare(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}
