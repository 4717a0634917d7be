import { makeProbes } from '../../core/analysis/probes/probeSet';
import type { ObjectiveName } from '../../core/config/sweepConfig';
import { isMeasuredByEpochs, type ObjectiveValues } from '../../core/sweep/objectives';
import type { TrainingResult } from '../../core/training/course';
import { ChangedModel } from '../analysis/changedModel';
import { Encoder } from '../analysis/encoder';
import { splicedAccuracy } from '../analysis/evaluation';
import { explainedVariance } from '../analysis/explainedVariance';
import { neuronCoverage } from '../analysis/neuronCoverage';
import { openRunSubject, type OpenSubject } from '../analysis/openSubject';

/** Of the questions: as the analysis of an SAE that says none, so that all trials are asked the same, whatever theirs. */
const SEED = 673023;
/** As many as the analysis after training asks. */
const QUESTIONS = 4096;
const BATCH = 128;

/**
 * What a finished trial came to by some objectives: those that epochs measure from its training's result, the others from
 * its SAE, as the analysis defines them, on questions that are the same for all trials of a model and operations. It
 * computes on the CPU, whatever has trained the trial.
 *
 * @param directory the trial's run, which has ended
 * @param result null where training came to none: then there is nothing to measure
 * @returns null for what could not be measured or is not finite
 * @throws UserError where an objective wants the trial's SAE, and that, or its model, is not there or cannot be read
 */
export async function measureTrial(
  directory: string,
  objectives: readonly ObjectiveName[],
  result: Pick<TrainingResult, 'score' | 'loss' | 'density'> | null,
): Promise<ObjectiveValues> {
  const ofSae = objectives.filter((name) => !isMeasuredByEpochs(name));
  const measured = result !== null && ofSae.length > 0 ? await measureSae(await openRunSubject(directory), ofSae) : {};
  const values: ObjectiveValues = { ...result, ...measured };
  return Object.fromEntries(objectives.map((name) => [name, finiteOrNull(values[name])]));
}

async function measureSae(
  { subject, operations }: OpenSubject,
  wanted: readonly ObjectiveName[],
): Promise<ObjectiveValues> {
  const { model, transformer, site } = subject;
  const probes = makeProbes({ digits: model.digits, operations, seed: SEED, count: QUESTIONS });
  const values: Partial<Record<ObjectiveName, number | null>> = {};
  const encoder = await Encoder.create(subject, BATCH, 'cpu');
  try {
    if (wanted.includes('explained_variance')) {
      values.explained_variance = await explainedVariance(subject, encoder, probes.tokens);
    }
    if (wanted.includes('spliced_accuracy')) {
      const changed = await ChangedModel.create(transformer, site, model.digits, BATCH, 'cpu');
      try {
        values.spliced_accuracy = await splicedAccuracy(subject, changed, encoder, probes.tokens);
      } finally {
        await changed.release();
      }
    }
  } finally {
    await encoder.release();
  }
  if (wanted.includes('coverage')) values.coverage = await neuronCoverage(subject, probes, 'cpu');
  return values;
}

function finiteOrNull(value: number | null | undefined): number | null {
  return value !== undefined && value !== null && Number.isFinite(value) ? value : null;
}
