/** What the loader has handed over to the search program; the page's words are among it. */
export const handed = window.casebookSearch!;
export const { button, element, keep, kept } = handed;
export const { form, word } = handed.setting;
/** `../` for every folder between the page and the site's root. */
export const { root = '' } = form.dataset;
