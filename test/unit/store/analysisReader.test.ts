import { readFile, rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readQuestion } from '../../../src/core/arithmetic/question';
import { questionClass } from '../../../src/core/arithmetic/questionClass';
import { writeSafetensors } from '../../../src/core/formats/safetensors/writeSafetensors';
import { analysisPaths, type AnalysisFiles } from '../../../src/store/analysisFiles';
import { AnalysisReader } from '../../../src/store/analysisReader';
import { MADE, writeMadeAnalysis } from '../../support/analysisFolder';
import { temporaryFolder } from '../../support/temporaryFolder';

async function madeFolder(options = {}) {
  const directory = await temporaryFolder();
  const files = await writeMadeAnalysis(directory, options);
  return { directory, files, paths: analysisPaths(directory, MADE.model) };
}

const tensor = (files: AnalysisFiles, name: string) => files.activations.get(name)!.data;

describe('AnalysisReader', () => {
  it('gives what an analysis has written', async () => {
    const { directory, files } = await madeFolder();
    const reader = await AnalysisReader.open(directory);
    expect(reader.header).toEqual(files.neurons.header);
    expect(reader.groups).toEqual(files.neurons.groups);
    expect(reader.quality).toEqual(files.quality);
    expect(reader.labels).toEqual(files.labels);
    expect([reader.neurons, reader.sampled]).toEqual([6, 120]);
    for (const name of ['density', 'mean', 'mean_active', 'max', 'contribution'] as const) {
      expect(reader.map[name], name).toEqual(tensor(files, name));
    }
    expect(reader.map.mean_active.at(-1)).toBeNaN();
    expect(reader.bestScore).toEqual(tensor(files, 'best_auroc'));
    expect(reader.decoderNorms).toEqual(tensor(files, 'decoder_norm'));
    expect(reader.densities).toEqual(tensor(files, 'density_all'));
    expect(reader.similarityOrder).toEqual(tensor(files, 'order'));
    expect(reader.sampleTokens).toEqual(tensor(files, 'tokens'));
  });

  it('reads single neurons', async () => {
    const { directory, files } = await madeFolder();
    const reader = await AnalysisReader.open(directory);
    const records = [...files.neurons.neurons];
    for (const neuron of [5, 0, 3]) {
      expect(await reader.neuron(neuron)).toEqual(records[neuron]);
      const own = tensor(files, 'activations').subarray(neuron * 4 * 120, (neuron + 1) * 4 * 120);
      expect(await reader.activationsOf(neuron)).toEqual(own);
    }
    for (const neuron of [-1, 6, 0.5]) await expect(reader.neuron(neuron)).rejects.toThrow('neurons are 0 to 5');
  });

  it('reads all neurons at a position, also where they do not fit into one piece', async () => {
    // 6 MB of activations.
    const { directory, files } = await madeFolder({ neurons: 40, questions: 10_000 });
    const reader = await AnalysisReader.open(directory);
    const all = tensor(files, 'activations');
    const at = await reader.activationsAt(2);
    expect(at).toHaveLength(40 * 10_000);
    for (const neuron of [0, 25, 39]) {
      const from = (neuron * 4 + 2) * 10_000;
      expect(at.subarray(neuron * 10_000, (neuron + 1) * 10_000)).toEqual(all.subarray(from, from + 10_000));
    }
  });

  it.each(['S', 'M', 'N'] as const)('makes the map over the questions of class %s', async (rows) => {
    const { directory, files } = await madeFolder();
    const reader = await AnalysisReader.open(directory);
    const map = (await reader.classMap(rows))!;
    const tokens = tensor(files, 'tokens');
    const among = Array.from({ length: 120 }, (_, i) => i).filter(
      (i) => questionClass(readQuestion(tokens, 3, i * 13)) === rows,
    );
    expect(among.length).toBeGreaterThan(5);
    for (let cell = 0; cell < 24; cell++) {
      const values = among.map((i) => tensor(files, 'activations')[cell * 120 + i]!);
      const on = values.filter((value) => value > 0);
      const sum = on.reduce((a, b) => a + b, 0);
      const norm = reader.decoderNorms[Math.floor(cell / 4)]!;
      expect(map.density[cell]).toBeCloseTo(on.length / among.length, 6);
      expect(map.mean[cell]).toBeCloseTo(sum / among.length, 5);
      if (on.length === 0) expect(map.mean_active[cell]).toBeNaN();
      else expect(map.mean_active[cell]).toBeCloseTo(sum / on.length, 5);
      expect(map.max[cell]).toBe(Math.max(0, ...values));
      expect(map.contribution[cell]).toBeCloseTo((norm * sum) / among.length, 5);
    }
    expect(await reader.classMap(rows)).toBe(map);
  });

  it('has no map over a class of which there are no questions', async () => {
    const { directory } = await madeFolder({ questions: 1 });
    const reader = await AnalysisReader.open(directory);
    const maps = await Promise.all((['S', 'M', 'N'] as const).map((rows) => reader.classMap(rows)));
    expect(maps.filter((map) => map !== null)).toHaveLength(1);
  });

  it('has neither labels nor their scores where none were looked for', async () => {
    const { directory } = await madeFolder({ labelled: false });
    const reader = await AnalysisReader.open(directory);
    expect([reader.labels, reader.bestScore]).toEqual([null, null]);
  });

  it('says that a folder has no analysis', async () => {
    const directory = await temporaryFolder();
    expect(await AnalysisReader.isThere(directory)).toBe(false);
    await expect(AnalysisReader.open(directory)).rejects.toThrow('no SAE was analysed here');
  });

  it.each(['neurons', 'activations', 'labels', 'quality'] as const)('says that %s is missing', async (name) => {
    const { directory, paths } = await madeFolder();
    await rm(paths[name]);
    expect(await AnalysisReader.isThere(directory)).toBe(true);
    await expect(AnalysisReader.open(directory)).rejects.toThrow(`${paths[name]}: there is no such file`);
  });

  it.each<[string, string, (text: string) => string]>([
    ['the form of an earlier version', 'expected one neuron a line', (text) => text.replaceAll('\n', '') + '\n'],
    ['a header that is cut off', 'not valid JSON', (text) => text.slice(20)],
    ['a header without its model', 'model: expected string', (text) => text.replace('"model"', '"Model"')],
    ['a neuron too few', 'another analysis', (text) => text.replace(/\n.*\n/, '\n')],
    ['another model', 'neurons.json is of another analysis than quality.json', (text) => text.replace(MADE.model, 'm')],
    [
      'other positions',
      'is of another analysis than neurons.json',
      (text) => text.replace('"position":7', '"position":6'),
    ],
  ])('refuses a neurons.json with %s', async (_, message, change) => {
    const { directory, paths } = await madeFolder();
    await writeFile(paths.neurons, change(await readFile(paths.neurons, 'utf8')));
    await expect(AnalysisReader.open(directory)).rejects.toThrow(message);
    await expect(AnalysisReader.open(directory)).rejects.toThrow('quanta analyse');
  });

  it.each(['quality', 'labels'] as const)('refuses a %s.json of another form', async (name) => {
    const { directory, paths } = await madeFolder();
    await writeFile(paths[name], '{}');
    await expect(AnalysisReader.open(directory)).rejects.toThrow(paths[name]);
    await expect(AnalysisReader.open(directory)).rejects.toThrow('quanta analyse');
  });

  it('refuses records that are broken, in another place, or of other activations', async () => {
    const { directory, paths } = await madeFolder();
    const lines = (await readFile(paths.neurons, 'utf8')).split('\n');
    lines[1] = lines[1]!.slice(5);
    [lines[2], lines[3]] = [lines[3]!, lines[2]!];
    lines[5] = lines[5]!.replace(/"density":[^,]*/, '"density":0.001');
    await writeFile(paths.neurons, lines.join('\n'));
    const reader = await AnalysisReader.open(directory);
    await expect(reader.neuron(0)).rejects.toThrow(`${paths.neurons}: line 2: not valid JSON`);
    await expect(reader.neuron(1)).rejects.toThrow('line 3: expected neuron 1');
    await expect(reader.neuron(4)).rejects.toThrow('another analysis');
    expect(await reader.neuron(3)).toMatchObject({ neuron: 3 });
  });

  it.each<
    [
      string,
      string,
      (
        files: AnalysisFiles['activations'],
      ) => [string, { shape: number[]; data: Float32Array | Int32Array } | undefined],
    ]
  >([
    ['no order', 'there is no tensor order', () => ['order', undefined]],
    ['no scores', 'another analysis', () => ['best_auroc', undefined]],
    [
      'a map of other size',
      'tensor mean: expected float32 [6, 4], found float32 [6, 3]',
      () => ['mean', { shape: [6, 3], data: new Float32Array(18) }],
    ],
    [
      'an order of floats',
      'expected int32 [6], found float32 [6]',
      () => ['order', { shape: [6], data: new Float32Array(6) }],
    ],
    [
      'the densities of another SAE',
      'activations.safetensors is of another analysis',
      () => ['density_all', { shape: [6], data: new Float32Array(6) }],
    ],
  ])('refuses an activations.safetensors with %s', async (_, message, change) => {
    const { directory, files, paths } = await madeFolder();
    const [name, changed] = change(files.activations);
    const tensors = new Map(files.activations);
    if (changed) tensors.set(name, changed);
    else tensors.delete(name);
    await writeFile(paths.activations, Buffer.concat(writeSafetensors(tensors)));
    await expect(AnalysisReader.open(directory)).rejects.toThrow(message);
  });

  it('notices files of another analysis in the same folder', async () => {
    const { directory, paths } = await madeFolder({ seed: 1 });
    const labels = await readFile(paths.labels, 'utf8');
    const reader = await AnalysisReader.open(directory);
    await writeMadeAnalysis(directory, { seed: 2 });
    await expect(reader.neuron(0)).rejects.toThrow('has been replaced meanwhile');
    await expect(reader.activationsOf(0)).rejects.toThrow('has been replaced meanwhile');
    await expect(reader.classMap('S')).rejects.toThrow('has been replaced meanwhile');
    await writeFile(paths.labels, labels.replace(/^\[/, `[${labels.trim().slice(1, -1)},`));
    await expect(AnalysisReader.open(directory)).rejects.toThrow('labels.json is of another analysis');
  });
});
