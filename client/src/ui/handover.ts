/** What the loader gives to the search program, through a global, for they are separate scripts. */
import type { button, element } from './element';
import type { Setting } from './setting';
import type { keep, kept } from './storage';

export interface Handover {
  /** What both scripts need, so that readers load it once. */
  button: typeof button;
  element: typeof element;
  keep: typeof keep;
  kept: typeof kept;
  setting: Setting;
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
