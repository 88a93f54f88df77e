/** Waits for some milliseconds, or until other tasks have had their turn. */
export const pause = (time?: number): Promise<void> => new Promise((go) => setTimeout(go, time));

/** Waits for what is made of each item. */
export const all = <Item, Made>(
  items: Iterable<Item>,
  make: (item: Item, at: number) => Made | Promise<Made>,
): Promise<Made[]> => Promise.all(Array.from(items, make));
