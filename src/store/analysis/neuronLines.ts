import type { z } from 'zod';
import { messageOf, UserError } from '../../core/errors';
import type { Source } from '../../core/formats/source';
import { decodeUtf8 } from '../../core/formats/utf8';
import { checkJson } from '../../core/formats/checkedJson';
import type { JsonValue } from '../../core/formats/pythonJson';
import { neuronRecordSchema, neuronsFileSchema, type NeuronRecord, type NeuronsFile } from '../../core/run/neuronsFile';
import { ANALYSE_AGAIN } from './analyseAgain';
import { UnchangedFile } from './unchangedFile';

const CHUNK_BYTES = 2 ** 22;
const NEWLINE = 0x0a;

/**
 * A `neurons.json` of one neuron a line, between a first line that ends with `"neurons":[` and a last one that begins
 * with `],`. It may have hundreds of megabytes: only where its lines begin is kept.
 */
export class NeuronLines {
  private constructor(
    private readonly file: UnchangedFile,
    /** The file without its neurons. */
    readonly about: NeuronsFile,
    /** Where every neuron's line begins, and where the last one ends. */
    private readonly starts: readonly number[],
  ) {}

  get count(): number {
    return this.starts.length - 1;
  }

  /** @throws UserError where the file is missing, or not laid out in this way */
  static async open(path: string): Promise<NeuronLines> {
    const { file, found } = await UnchangedFile.open(path, async (source) => {
      const ends = await lineEnds(source);
      if (ends.length < 3) throw new UserError(`${path}: expected one neuron a line; ${ANALYSE_AGAIN}`);
      const starts = ends.slice(0, -1);
      const [afterFirst, beforeLast] = [starts[0]!, starts.at(-1)!];
      const first = await source.read(0, afterFirst);
      const last = await source.read(beforeLast, ends.at(-1)! - beforeLast);
      return { about: checked(neuronsFileSchema, textOf(first, path) + textOf(last, path), path), starts };
    });
    return new NeuronLines(file, found.about, found.starts);
  }

  /**
   * @param neuron from 0 to count - 1
   * @throws UserError where the file was replaced, or its line is not that neuron's
   */
  async read(neuron: number): Promise<NeuronRecord> {
    const [start, end] = [this.starts[neuron]!, this.starts[neuron + 1]!];
    const { path } = this.file;
    const line = textOf(await this.file.read((source) => source.read(start, end - start)), path);
    const where = `${path}: line ${neuron + 2}`;
    const record = checked(neuronRecordSchema, line.replace(/,?\s*$/, ''), where);
    if (record.neuron === neuron && record.positions.length === this.about.positions.length) return record;
    throw new UserError(`${where}: expected neuron ${neuron} at every position; ${ANALYSE_AGAIN}`);
  }
}

/** Where every line ends, its newline included. */
async function lineEnds(source: Source): Promise<number[]> {
  const ends: number[] = [];
  for (let offset = 0; offset < source.size; offset += CHUNK_BYTES) {
    const chunk = await source.read(offset, Math.min(CHUNK_BYTES, source.size - offset));
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) ends.push(offset + at + 1);
  }
  return ends;
}

function textOf(bytes: Uint8Array, path: string): string {
  return decodeUtf8(bytes, path);
}

function checked<Schema extends z.ZodType>(schema: Schema, text: string, where: string): z.output<Schema> {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new UserError(`${where}: not valid JSON: ${messageOf(error)}; ${ANALYSE_AGAIN}`);
  }
  return checkJson(schema, value, where, `; ${ANALYSE_AGAIN}`);
}
