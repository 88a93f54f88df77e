/** Makes elements. Text is only ever set as text, so that no data is taken for HTML. */

/** What an element can have in it; all that is false is left out. */
export type Child = Node | string | 0 | false | null | undefined;

type Attributes = Record<string, string | undefined>;

/** Sets attributes; those that are undefined are left out. */
export function adorn(made: Element, attributes: Attributes): void {
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined) made.setAttribute(name, value);
  }
}

/** An element with attributes and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  adorn(made, attributes);
  made.append(...(children.filter(Boolean) as (Node | string)[]));
  return made;
}

/** A button that does something; one without a text needs a label. */
export function button(text: string, act: () => void, className = 'button', label?: string): HTMLButtonElement {
  const made = element('button', { type: 'button', class: className, 'aria-label': label }, text);
  made.addEventListener('click', act);
  return made;
}
