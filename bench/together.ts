// `node bench/run.mjs together [options]`: how many times as fast are sixteen SAEs trained together as one after
// another, on the 510-wide model?
import { join } from 'node:path';
import { interleaved } from './support/interleaved';
import { machine } from './support/machine';
import { readOptions } from './support/options';
import { NOTEBOOK_RUN, OurTraining } from './support/ourTraining';
import { OurTogether } from './support/ourTogether';
import { WIDE_MODEL, writeRandomModel } from './support/randomModel';
import { median, withSpread } from './support/statistics';
import { printTable, progress } from './support/table';
import { inWorkFolder } from './support/workFolder';

const MEMBERS = 16;

const options = readOptions();
console.log(`${await machine()}\n`);
await inWorkFolder(async (folder) => {
  const model = join(folder, 'wide.pth');
  await writeRandomModel(model, WIDE_MODEL);
  const rows: string[][] = [];
  for (const encodingDim of options.encodingDims) {
    progress(`${encodingDim} neurons`);
    const keys = { ...NOTEBOOK_RUN, model, encoding_dim: encodingDim };
    const rates = Array.from({ length: MEMBERS }, (_, i) => ({ ...keys, learning_rate: 1e-4 * (i + 1) }));
    const alone = await OurTraining.open(join(folder, `alone-${encodingDim}`), keys, options.provider);
    const together = await OurTogether.open(join(folder, `together-${encodingDim}`), rates, options.provider);
    const [one, all] = (await interleaved([alone, together], options)) as [number[], number[]];
    const gains = one.map((time, round) => (MEMBERS * time) / all[round]!);
    rows.push([
      String(encodingDim),
      (1000 * median(one)).toFixed(1),
      (1000 * median(all)).toFixed(1),
      withSpread(gains, 2),
    ]);
    await alone.close();
    await together.close();
  }
  printTable(['neurons', 'one, ms a step', `${MEMBERS} together`, 'times as fast'], rows);
});
