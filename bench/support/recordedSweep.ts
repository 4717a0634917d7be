import { readText } from '../../src/store/textFile';
import { parseSweep } from '../../src/core/config/parseSweep';
import { resolveSweep } from '../../src/core/config/resolveSweep';
import { parametersText, type TrialParameters } from '../../src/core/sweep/searchSpace';
import { inProject } from './project';
import type { SearchProblem } from './searchProblems';

export const RECORDED_CONFIG = inProject('bench/recorded/sample.quanta.json');
export const RECORDED_RESULTS = inProject('bench/recorded/sample.json');

/** What came of a trial of the recorded sweep. */
export interface RecordedTrial {
  readonly parameters: TrialParameters;
  readonly score: number;
  readonly loss: number;
  readonly density: number;
}

/** To find the trial of the recorded sweep with the lowest score. */
export async function recordedProblem(): Promise<SearchProblem> {
  const trials = JSON.parse(await readText(RECORDED_RESULTS)) as RecordedTrial[];
  const scores = new Map(trials.map(({ parameters, score }) => [parametersText(parameters), score]));
  const { space } = resolveSweep(parseSweep(await readText(RECORDED_CONFIG), RECORDED_CONFIG));
  return {
    name: `recorded sweep of ${trials.length}`,
    space,
    minimum: Math.min(...scores.values()),
    value: (parameters) => scores.get(parametersText(parameters))!,
  };
}
