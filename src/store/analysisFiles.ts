import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSafetensors, type NewTensor } from '../core/formats/safetensors/writeSafetensors';
import { labelsFileSchema, type LabelsFile } from '../core/run/labelsFile';
import { mathsTagsSchema, type MathsTags } from '../core/run/mathsTags';
import { neuronsFileLines, neuronsFileSchema, type NeuronsContent, type NeuronsFile } from '../core/run/neuronsFile';
import { qualityFileSchema, type QualityFile } from '../core/run/qualityFile';
import { writeFileAtomically, writeJsonAtomically } from './atomicFile';
import { readJson } from './jsonFile';

/** What an analysis writes. */
export interface AnalysisFiles {
  /** Null where no labels were looked for; so are the tags. */
  readonly labels: LabelsFile | null;
  readonly tags: MathsTags | null;
  readonly neurons: NeuronsContent;
  readonly quality: QualityFile;
  /** Activations on a sample of the questions, and figures of all neurons and positions. */
  readonly activations: ReadonlyMap<string, NewTensor>;
}

/** Where the files of an analysis are, in a run's directory or another one. */
export function analysisPaths(directory: string, model: string) {
  return {
    labels: join(directory, 'labels.json'),
    neurons: join(directory, 'neurons.json'),
    quality: join(directory, 'quality.json'),
    activations: join(directory, 'activations.safetensors'),
    /** In the form of the literature's library. */
    tags: join(directory, `${model}_sae_maths.json`),
  };
}

/**
 * Replaces the files of an analysis, each in one move; what this one has not computed is removed, since it would speak
 * of another SAE.
 *
 * @param model the model's name
 * @returns the paths of what was written
 */
export async function writeAnalysis(directory: string, model: string, files: AnalysisFiles): Promise<string[]> {
  await mkdir(directory, { recursive: true });
  const paths = analysisPaths(directory, model);
  const contents: [path: string, write: ((path: string) => Promise<void>) | null][] = [
    [paths.neurons, (path) => writeFileAtomically(path, encoded(neuronsFileLines(files.neurons)))],
    [paths.activations, (path) => writeFileAtomically(path, writeSafetensors(files.activations))],
    [paths.labels, files.labels && ((path) => writeJsonAtomically(path, files.labels))],
    [paths.tags, files.tags && ((path) => writeJsonAtomically(path, files.tags))],
    [paths.quality, (path) => writeJsonAtomically(path, files.quality)],
  ];
  const written: string[] = [];
  for (const [path, write] of contents) {
    if (!write) await rm(path, { force: true });
    else {
      await write(path);
      written.push(path);
    }
  }
  return written;
}

function* encoded(lines: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const line of lines) yield encoder.encode(line);
}

/** Removes the files of an analysis, where there are any: what they say is of another SAE. */
export async function removeAnalysis(directory: string, model: string): Promise<void> {
  for (const path of Object.values(analysisPaths(directory, model))) await rm(path, { force: true });
}

/** Each throws a UserError naming the file where it is missing or broken. */
export const readAnalysis = {
  labels: (directory: string): Promise<LabelsFile> => readJson(analysisPaths(directory, '').labels, labelsFileSchema),
  neurons: (directory: string): Promise<NeuronsFile> =>
    readJson(analysisPaths(directory, '').neurons, neuronsFileSchema),
  quality: (directory: string): Promise<QualityFile> =>
    readJson(analysisPaths(directory, '').quality, qualityFileSchema),
  tags: (directory: string, model: string): Promise<MathsTags> =>
    readJson(analysisPaths(directory, model).tags, mathsTagsSchema),
};
