/** Reads HTML with a parser that is not casebook's, without a browser. Knows nothing of the site. */
import { parse } from 'parse5';

/** @typedef {import('parse5').DefaultTreeAdapterTypes.Element} Element */

/**
 * All elements of a document, in order.
 *
 * @param {string} html
 * @returns {Element[]}
 */
export function elements(html) {
  return [...within(parse(html))];
}

/** @returns {Generator<Element>} */
function* within(node) {
  for (const child of node.childNodes ?? []) {
    if (child.tagName) yield child;
    yield* within(child);
  }
}

/**
 * @param {Element} element
 * @param {string} name
 * @returns {string | undefined}
 */
export function attribute(element, name) {
  return element.attrs.find((attr) => attr.name === name)?.value;
}

/**
 * The element's text, with white space folded.
 *
 * @param {Element} element
 */
export function text(element) {
  const pieces = [];
  const collect = (node) => {
    if (node.nodeName === '#text') pieces.push(node.value);
    node.childNodes?.forEach(collect);
  };
  collect(element);
  return pieces.join('').replace(/\s+/g, ' ').trim();
}

/**
 * The element's classes.
 *
 * @param {Element} element
 */
export function classes(element) {
  return (attribute(element, 'class') ?? '').split(/\s+/).filter(Boolean);
}
