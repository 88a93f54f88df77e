/**
 * The dialog, still without results. The loader opens it at once, so that a reader can type while
 * the search program is on its way, and so that phones show their keyboard.
 */
import { adorn, button, element } from './element';
import type { Setting } from './setting';

/** Makes the dialog and puts it on the page, closed. Its form is that of the page's head. */
export function frame({ form, box, word }: Setting): HTMLDialogElement {
  const label = box.placeholder;
  const close = button('', () => dialog.close(), 'search-close', word('close'));
  const copy = form.cloneNode(true) as HTMLFormElement;
  copy.append(close);
  const input = copy.querySelector('input')!;
  adorn(input, {
    type: 'text',
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-controls': '_search-hits',
    'aria-expanded': 'false',
  });
  const dialog = element(
    'dialog',
    { class: 'search-dialog', 'aria-label': label },
    copy,
    element('p', { class: 'search-status', role: 'status' }),
    element('div', { class: 'search-notes' }),
    element('div', { class: 'search-hits', id: '_search-hits', role: 'listbox', 'aria-label': label, hidden: '' }),
    element('p', { class: 'search-foot' }),
  );
  // All that is seen of the dialog is covered by its children: a click on itself is beside it.
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  return dialog;
}
