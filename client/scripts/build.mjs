// Writes client/dist, which is committed: casebook takes it from there and needs no Node.
import { bundle } from './bundle.mjs';

await bundle('dist');
