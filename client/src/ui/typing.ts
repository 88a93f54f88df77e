/** Typing: when a text is worth searching for. */
import { pause } from '../engine/all';

/** Pause in typing after which results are looked for, in milliseconds. */
const PAUSE = 80;

/** Time without typing after which what is typed is a beginning, in milliseconds. */
const IDLE = 400;

/** Time after which the reader is told that an answer is on its way, in milliseconds. */
export const LONG = 300;

/** Waits until the reader has most likely stopped typing: what costs more than results comes after that. */
export const calm = (): Promise<void> => pause(250);

/**
 * Calls when a text has been typed into a box. While an input method is composing, what stands in
 * the box is not what the reader means yet.
 */
export function onTyped(box: HTMLInputElement, act: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -IDLE;
  const soon = (event: Event): void => {
    clearTimeout(timer);
    if ((event as InputEvent).isComposing) return;
    // Whoever begins with more than a character has pasted it, or means the word that was composed.
    const isWhole = event.timeStamp - last >= IDLE && box.value.trim().length > 1;
    last = event.timeStamp;
    if (isWhole) act();
    else timer = setTimeout(act, PAUSE);
  };
  box.addEventListener('input', soon);
  box.addEventListener('compositionstart', () => clearTimeout(timer));
  box.addEventListener('compositionend', soon);
}

/** Whether a key belongs to an input method, for which Safari has a number only. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
