/** The search program. The loader asks for it once the reader means to search. */
import { startDialog } from './ui/dialog';
import { startPage } from './ui/page';
import { places } from './ui/place';
import { setting } from './ui/setting';

const found = setting();
if (found) {
  const dialog = window.casebookSearch?.dialog;
  if (dialog) startDialog(dialog, found, places(found.form));
  else startPage(found, places(found.form));
}
