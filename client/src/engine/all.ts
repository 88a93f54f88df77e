/** Waits for what is made of each item. */
export const all = <Item, Made>(
  items: Iterable<Item>,
  make: (item: Item, at: number) => Made | Promise<Made>,
): Promise<Made[]> => Promise.all(Array.from(items, make));
