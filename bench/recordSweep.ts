// `node bench/run.mjs recordSweep`: trains every trial of bench/recorded/sample.quanta.json on the CPU and writes their
// results beside it, for `sweepSearch` to search: nine hundred and sixty short trainings.
import { writeFile } from 'node:fs/promises';
import { parseSweep } from '../src/core/config/parseSweep';
import { resolveSweep, trialConfig } from '../src/core/config/resolveSweep';
import { nextTrial } from '../src/core/sweep/nextTrial';
import type { KnownTrial } from '../src/core/sweep/strategies/bayesian';
import { createTrainer } from '../src/runtime/createTrainer';
import { recordRun } from '../src/runtime/runRecord';
import { readTrainingInputs } from '../src/runtime/trainingInputs';
import { readText } from '../src/store/textFile';
import { inProject } from './support/project';
import { RECORDED_CONFIG, RECORDED_RESULTS, type RecordedTrial } from './support/recordedSweep';
import { progress } from './support/table';

const folder = inProject('bench');
const origin = {
  provider: 'cpu',
  program: [],
  folders: { workspace: folder, hubCache: folder, bundled: folder },
  quantaVersion: 'bench',
  now: new Date(),
} as const;

const parsed = parseSweep(await readText(RECORDED_CONFIG), RECORDED_CONFIG);
const sweep = resolveSweep(parsed);
const plan = { space: sweep.space, strategy: sweep.strategy, seed: sweep.searchSeed, trials: null };
const known: KnownTrial[] = [];
const trials: RecordedTrial[] = [];
for (let next = nextTrial(plan, known); next; next = nextTrial(plan, known)) {
  known.push({ ...next, outcome: { state: 'pending' } });
  const { config, model } = await recordRun(trialConfig(parsed, sweep, next.parameters), origin);
  const inputs = await readTrainingInputs(config.resolved, model.path);
  const { trainer, session } = await createTrainer(inputs, 'cpu', 'float32');
  await trainer.run({ measured: () => Promise.resolve(), proceed: () => Promise.resolve(true) });
  const { score, loss, density } = (await trainer.outcome()).result;
  trials.push({ parameters: next.parameters, score, loss, density });
  await session.release();
  if (next.trial % 50 === 0) progress(`${next.trial}: ${JSON.stringify(trials.at(-1))}`);
}
const lines = trials.map((trial) => JSON.stringify(trial));
await writeFile(RECORDED_RESULTS, `[\n${lines.join(',\n')}\n]\n`);
