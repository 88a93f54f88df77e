/**
 * What pages have more while `casebook serve` serves them: they load themselves again when what they
 * show has changed, take new styles as they are, and show errors and warnings. The server tells what
 * would be shown now; whether that is what is shown is for the page to say. It is not published.
 */
import type { News } from './live/news';
import { show } from './live/panel';
import { reload, restore } from './live/scroll';
import { swap } from './live/styles';

const EVENTS = '/__casebook/events';
/** How long to wait before asking a server again that does not answer, in milliseconds. */
const WAIT = { first: 300, longest: 3000 };

const script = document.currentScript as HTMLScriptElement;
const page = script.dataset.page;
const styles = (script.dataset.styles || '').split(' ').filter(Boolean);

let source: EventSource | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let wait = WAIT.first;

function take(news: News): void {
  const { marks } = news;
  if (marks && (marks.page !== page || !swap(styles, marks.styles, reload))) {
    reload();
    return;
  }
  show(news);
}

function connect(): void {
  if (source || document.hidden) return;
  source = new EventSource(`${EVENTS}?at=${encodeURIComponent(location.pathname)}`);
  source.onopen = () => (wait = WAIT.first);
  source.onmessage = ({ data }) => take(JSON.parse(data));
  source.onerror = () => {
    disconnect();
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, WAIT.longest);
  };
}

function disconnect(): void {
  clearTimeout(timer);
  source?.close();
  source = undefined;
}

restore();
// Browsers keep few connections to one host: a tab that nobody looks at needs none, and catches up.
document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
addEventListener('pagehide', disconnect);
addEventListener('pageshow', connect);
connect();
