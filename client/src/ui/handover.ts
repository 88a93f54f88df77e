/** What the loader gives to the search program, through a global, for they are separate scripts. */
export interface Handover {
  /** The root of the index, asked for at the same time as the program. Whoever reads it takes it away. */
  root?: Promise<Response> | undefined;
  /** The dialog; none on the search page. */
  dialog?: HTMLDialogElement | undefined;
}

declare global {
  interface Window {
    casebookSearch?: Handover;
  }
}
