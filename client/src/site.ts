/**
 * What every page loads. It waits until the reader means to search, then asks for the search program
 * and for the root of the index at the same time. It opens the dialog; it cannot search.
 */
import { button, element } from './ui/element';
import { frame } from './ui/frame';
import type { Handover } from './ui/handover';
import { setting, type Setting } from './ui/setting';
import { keep, kept, NO_SLASH } from './ui/storage';

const found = setting();
if (found) wait(found);

function wait(setting: Setting): void {
  const { form, box, word } = setting;
  const { script, root, index, offline } = form.dataset;
  const handover: Handover = (window.casebookSearch = { button, element, keep, kept, setting });
  const isSearchPage = document.body.matches('.kind-search');
  let isAsked = false;

  const load = (): void => {
    if (isAsked) return;
    isAsked = true;
    if (!isSearchPage) handover.dialog ??= frame(setting);
    if (offline === undefined) {
      handover.root = fetch(`${root}${index}root.bin`, { cache: 'no-cache' });
      // Whoever takes the answer sees its failure; until then it is not unhandled.
      handover.root.catch(() => {});
    }
    const program = element('script', { src: script });
    program.onerror = () => {
      isAsked = false;
      program.remove();
      const status = (handover.dialog ?? document).querySelector('.search-status');
      status?.replaceChildren(word('network'), button(word('retry'), load));
    };
    document.head.append(program);
  };

  /** Opens the dialog with a text in its box, or goes to the box of the search page. */
  const open = (text = ''): void => {
    load();
    const { dialog } = handover;
    if (!dialog?.showModal) return box.focus();
    dialog.showModal();
    const input = dialog.querySelector('input')!;
    if (text) {
      input.value = text;
      box.value = '';
    }
    input.focus();
    input.dispatchEvent(new Event('input'));
  };

  box.addEventListener('focus', load);
  document.addEventListener('keydown', (event) => {
    // Browsers that fill in forms send events without a key.
    const { key = '' } = event;
    const isSlash = key === '/' && !event.ctrlKey && !event.metaKey && !kept(NO_SLASH);
    const isK = key.toLowerCase() === 'k' && event.ctrlKey !== event.metaKey && !event.shiftKey;
    const target = event.target as HTMLElement;
    // The box of the page's head, and that of the closed dialog, which can still have the focus, are for searching anyway.
    const isField = target.isContentEditable || (/INPUT|TEXTAREA|SELECT/.test(target.tagName) && (isSearchPage || !target.closest('.search-form')));
    if (!(isSlash || isK) || event.altKey || event.isComposing || isField || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    open();
  });
  if (isSearchPage) {
    if (location.search) load();
    // WCAG 2.1.4: a shortcut of one character can be turned off.
    const slash = document.querySelector<HTMLInputElement>('.search-slash');
    if (slash) {
      slash.checked = !kept(NO_SLASH);
      slash.addEventListener('change', () => keep(NO_SLASH, slash.checked ? '' : '1'));
    }
    return;
  }

  // Focus alone opens nothing: whoever passes by with Tab stays on the page.
  box.addEventListener('click', () => open());
  const take = (event: Event): void => {
    if (!(event as InputEvent).isComposing && box.value) open(box.value);
  };
  box.addEventListener('input', take);
  box.addEventListener('compositionend', take);
  form.addEventListener('submit', (event) => {
    if (box.value.trim()) return;
    event.preventDefault();
    open();
  });
}
