import { join } from 'node:path';
import type { LedgerTrial } from '../../core/sweep/ledger';
import { bestTrials } from '../../core/sweep/standing';
import { analysisPaths, readAnalysis } from '../../store/analysisFiles';
import { fileExists } from '../../store/fileExists';
import { analyseTrained } from '../analysis/afterTraining';
import type { AnalysisDepth } from '../analysis/analyseSae';
import { openRunSubject } from '../analysis/openSubject';
import type { OpenSweep } from './openSweep';

/**
 * Analyses the SAE of the best trial, or those of the front, as the sweep's `analyse` asks for, in the directories of
 * their runs. One that an earlier process has analysed is left as it is.
 *
 * @returns what to say of each
 */
export async function* analyseBest(
  { directory, sweep }: OpenSweep,
  trials: readonly LedgerTrial[],
  stopRequested: () => boolean,
): AsyncGenerator<string> {
  const { analyse: depth, objectives } = sweep;
  if (depth === 'none') return;
  for (const { run } of bestTrials(trials, objectives)) {
    const path = join(directory, run);
    if (await isAnalysed(path, depth)) continue;
    yield await analyseTrained(path, () => openRunSubject(path), depth, stopRequested);
    if (stopRequested()) return;
  }
}

/** The files of an analysis are those of the SAE beside them: training removes others. */
async function isAnalysed(run: string, depth: AnalysisDepth): Promise<boolean> {
  if (!(await fileExists(analysisPaths(run, '').quality))) return false;
  return depth === 'statistics' || (await readAnalysis.quality(run)).labels !== null;
}
