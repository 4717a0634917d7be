import { createHash } from 'node:crypto';
import { notebookParametersText } from '../core/sweep/notebookFileName';
import type { TrialParameters } from '../core/sweep/searchSpace';

/** The stem of the files that the notebook's library keeps a trial in: `sae_70019266` for `.json` and `.pth`. */
export function notebookFileStem(parameters: TrialParameters): string {
  const hash = createHash('md5').update(notebookParametersText(parameters)).digest('hex');
  return `sae_${hash.slice(0, 8)}`;
}
