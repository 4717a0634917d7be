import { join } from 'node:path';
import { NOTEBOOK_RUN } from './ourTraining';
import { WIDE_MODEL, writeRandomModel } from './randomModel';

/** Settings of runs of the notebook's SAE on the model that comes with Quanta, and on one as wide as the notebook's. */
export async function measuredModels(folder: string) {
  const wide = join(folder, 'wide.pth');
  await writeRandomModel(wide, WIDE_MODEL);
  return {
    bundled: { ...NOTEBOOK_RUN, model: 'mix_d6_l3_h4_t60K_s100003' },
    '510-wide': { ...NOTEBOOK_RUN, model: wide },
  };
}
