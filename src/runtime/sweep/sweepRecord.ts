import { resolve } from 'node:path';
import { checkSweep } from '../../core/config/checkSweep';
import type { ParsedSweep } from '../../core/config/parseSweep';
import { resolveSweep, trialConfig, type ResolvedSweep } from '../../core/config/resolveSweep';
import type { RunFile } from '../../core/run/runFile';
import { nextOfRound } from '../../core/sweep/rounds';
import type { Dimension } from '../../core/sweep/searchSpace';
import { searchText, type SweepFile } from '../../core/sweep/sweepFile';
import { findModel } from '../../store/modelSearch';
import { refuseTooLarge } from '../memory';
import { factsOf, recordRun, type RunOrigin } from '../runRecord';
import { NOTHING_SHARED } from '../sharedByRuns';
import { readTrainingInputs } from '../trainingInputs';

/** A sweep whose config has been checked against its model and files. */
export interface RecordedSweep {
  readonly file: SweepFile;
  readonly sweep: ResolvedSweep;
  /** What the run of its first trial would be recorded as. */
  readonly first: RunFile;
}

/**
 * What `sweep.json` says of a new sweep.
 *
 * @throws UserError where the config contradicts the model, names a file that is not there, or has trials that need more
 *   memory than there is
 */
export async function recordSweep(parsed: ParsedSweep, origin: RunOrigin): Promise<RecordedSweep> {
  const { document } = parsed;
  const { shared = NOTHING_SHARED } = origin;
  const sweep = resolveSweep(parsed);
  const modelPath = origin.modelPath ?? (await findModel({ document, config: sweep.base }, origin.folders)).path;
  checkSweep(parsed, sweep, factsOf(await shared.readModelFile(modelPath)));
  // A sweep has a first trial whatever its epochs.
  const { parameters } = nextOfRound(sweep, [], () => 1)!;
  const { config } = trialConfig(parsed, sweep, parameters);
  // What is wrong is named where it stands in the file of the sweep.
  const first = await recordRun({ document, config }, { ...origin, modelPath });
  const inputs = await readTrainingInputs(first.config.resolved, modelPath, shared);
  if (sweep.executor === 'local') {
    refuseTooLarge({ document, config }, { ...inputs, config: { ...inputs.config, ...largest(sweep) } });
  }
  const { created, model, questions, init_from, versions } = first;
  const file = {
    created,
    config: { file: resolve(document.file), text: document.text, written: parsed.config },
    first: first.config.resolved,
    search: searchText(sweep),
    model,
    questions: questions?.sha256 ?? null,
    init_from: init_from?.sha256 ?? null,
    versions,
  };
  return { file, sweep, first };
}

/** The largest searched values of what decides how much memory a trial needs. */
function largest({ space }: ResolvedSweep): { encoding_dim?: number; batch_size?: number } {
  const searched = space.filter(({ key }) => key === 'encoding_dim' || key === 'batch_size');
  return Object.fromEntries(searched.map((dimension) => [dimension.key, largestOf(dimension)]));
}

function largestOf(dimension: Dimension): number {
  return dimension.kind === 'range' ? dimension.max : Math.max(...dimension.values.map(Number));
}
