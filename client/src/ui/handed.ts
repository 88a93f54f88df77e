/** What the loader has handed over to the search program. */
export const handed = window.casebookSearch!;
export const { button, element, keep, kept } = handed.tools;
