/** Makes elements. Text is only ever set as text, so that no data is taken for HTML. */

/** An element with attributes (those that are undefined are left out) and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | undefined> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** A button that does something; one without a text needs a label. */
export function button(text: string, act: () => void, className = 'button', label?: string): HTMLButtonElement {
  const made = element('button', { type: 'button', class: className, 'aria-label': label }, text);
  made.addEventListener('click', act);
  return made;
}
