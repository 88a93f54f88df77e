/** More texts than this are not remembered. */
const MOST = 20_000;

/** A function that remembers what it has made of a text. Pages consist of few different words and characters. */
export function remembered<Made extends string | object>(make: (text: string) => Made): (text: string) => Made {
  const known = new Map<string, Made>();
  return (text) => {
    let made = known.get(text);
    if (!made) {
      if (known.size > MOST) known.clear();
      known.set(text, (made = make(text)));
    }
    return made;
  };
}
