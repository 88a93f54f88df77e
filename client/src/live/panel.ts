/** Shows errors over the page, and warnings of the page's own file in a corner of it. */
import { button, element } from '../ui/element';
import sheet from './live.css';
import type { News, Problem } from './news';
import { words, type Words } from './words';

const DISMISSED = 'casebook:live-dismissed';

let root: ShadowRoot | undefined;

/** Shows what there is to show, and takes away what is mended. */
export function show({ lang, marks, errors, count, warnings }: News): void {
  const say = words(lang);
  const text = JSON.stringify(warnings);
  const parts: HTMLElement[] = [];
  if (errors.length) parts.push(overlay(errors, count, marks ? say.errors(count) : say.unbuilt(count), say));
  else if (warnings.length && dismissed() !== text) parts.push(bar(warnings, text, say));
  if (!parts.length && !root) return;
  root ??= shadow();
  root.host.setAttribute('lang', lang === 'zh' ? 'zh-Hans' : lang);
  root.replaceChildren(...parts);
}

/** A part of the page that the site's styles do not reach, and whose styles reach nothing else. */
function shadow(): ShadowRoot {
  const host = element('casebook-live' as 'div');
  const made = host.attachShadow({ mode: 'open' });
  const styles = new CSSStyleSheet();
  styles.replaceSync(sheet);
  made.adoptedStyleSheets = [styles];
  document.documentElement.append(host);
  return made;
}

function overlay(errors: Problem[], count: number, heading: string, say: Words): HTMLElement {
  const close = (): void => panel.remove();
  const title = element('h2', { id: 'title' }, heading);
  const rest = count - errors.length;
  const panel = element(
    'section',
    { class: 'errors', role: 'alertdialog', 'aria-labelledby': 'title', tabindex: '-1' },
    element('header', {}, title, button('✕', close, '', say.close)),
    list(errors, say),
    rest > 0 && element('p', {}, say.more(rest)),
  );
  panel.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close();
  });
  return panel;
}

function bar(warnings: Problem[], text: string, say: Words): HTMLElement {
  const close = (): void => {
    panel.remove();
    try {
      sessionStorage.setItem(DISMISSED, text);
    } catch {
      // It comes back with the next page.
    }
  };
  const details = element('details', {}, element('summary', {}, say.warnings(warnings.length)), list(warnings, say));
  const panel = element(
    'aside',
    { class: 'warnings', role: 'status' },
    element('div', {}, details, button('✕', close, '', say.close)),
  );
  return panel;
}

function list(problems: Problem[], say: Words): HTMLElement {
  return element('ol', {}, ...problems.map((problem) => item(problem, say)));
}

function item({ code, message, hint, place }: Problem, say: Words): HTMLElement {
  const parts: (Node | undefined)[] = [element('p', {}, element('strong', {}, message), ' ', element('code', {}, code))];
  if (place) {
    const { file, line, column, link, excerpt } = place;
    const spot = `${file}:${line}:${column}`;
    parts.push(element('p', {}, link ? element('a', { href: link }, spot) : spot));
    if (excerpt?.some(Boolean)) {
      const [before, marked, after] = excerpt;
      parts.push(element('pre', {}, before, element('mark', {}, marked), after));
    }
  }
  if (hint) parts.push(element('p', {}, say.hint + hint));
  return element('li', {}, ...parts);
}

function dismissed(): string | null {
  try {
    return sessionStorage.getItem(DISMISSED);
  } catch {
    return null;
  }
}
