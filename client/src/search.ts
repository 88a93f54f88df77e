/** The search program. The loader asks for it once the reader means to search. */
import { startDialog } from './ui/dialog';
import { handed } from './ui/handed';
import { startPage } from './ui/page';
import { places } from './ui/place';

const { dialog, setting } = handed;
if (dialog) startDialog(dialog, places());
else startPage(setting, places());
