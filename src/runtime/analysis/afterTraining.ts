import { messageOf } from '../../core/errors';
import { analysisPaths, writeAnalysis } from '../../store/analysisFiles';
import { fileExists } from '../../store/fileExists';
import { loadTransformer } from '../../store/modelFile';
import { runPaths } from '../../store/runDirectory';
import { readSae } from '../../store/saeFiles';
import type { OpenRun } from '../openRun';
import { analyseSae, type AnalysisDepth } from './analyseSae';
import { AnalysisStopped } from './analysisReporter';
import { filesOf } from './filesOf';
import { operationsOf, type OpenSubject } from './openSubject';
import { stopCheck } from './stopCheck';

/** Probe questions after training: the whole analysis has more. */
const QUESTIONS = { statistics: 4096, full: 20_000 } as const;

/**
 * Analyses the SAE that a run has just saved, as its config's `analyse` asks for.
 *
 * @returns what to say of it; undefined where nothing was asked for
 */
export async function analyseAfterTraining(run: OpenRun, stopRequested: () => boolean): Promise<string | undefined> {
  const { directory, record, inputs } = run;
  const { analyse, operations, seed } = record.config.resolved;
  if (analyse === 'none') return undefined;
  const open = async (): Promise<OpenSubject> => {
    const { model, site } = inputs;
    const sae = await readSae(runPaths(directory).sae);
    const subject = { model, site, transformer: await loadTransformer(model), sae };
    return { subject, operations: operationsOf(model, operations), seed };
  };
  return analyseTrained(directory, open, analyse, stopRequested);
}

/**
 * Analyses the SAE of a run that has ended. Whatever becomes of it, the run has its SAE: a failure is told, and does not
 * make the run fail. It computes on the CPU, whatever has trained the run: its calls are small.
 *
 * @returns what to say of it
 */
export async function analyseTrained(
  directory: string,
  open: () => Promise<OpenSubject>,
  depth: AnalysisDepth,
  stopRequested: () => boolean,
): Promise<string> {
  try {
    const plan = {
      ...{ ...(await open()), provider: 'cpu' as const, depth },
      questions: QUESTIONS[depth],
      proofSeconds: null,
    };
    const { name } = plan.subject.model;
    const check = stopCheck(runPaths(directory).stop, stopRequested);
    const analysis = await analyseSae(plan, { progress: () => undefined }, check);
    await writeAnalysis(directory, name, filesOf(analysis));
    const written = analysisPaths(directory, name);
    const labels = (await fileExists(written.labels)) ? `, ${written.labels}` : '';
    return `Analysed (${depth}) on the CPU in ${analysis.seconds.toFixed(1)} seconds: ${written.neurons}, ${written.quality}${labels}`;
  } catch (error) {
    const again = `quanta analyse ${directory} does it`;
    if (error instanceof AnalysisStopped) return `The analysis was stopped; ${again}`;
    return `The analysis failed: ${messageOf(error)}; ${again} again`;
  }
}
