import { generateBatch } from '../../arithmetic/generator/mixedBatch';
import type { Operations } from '../../arithmetic/operations';
import { contextLength } from '../../arithmetic/positions';
import { readQuestion, writeQuestion, type Question } from '../../arithmetic/question';
import type { QuestionClass } from '../../arithmetic/questionClass';
import { permutation } from '../../random/choice';
import { randomStream } from '../../random/stream';
import { columnCells, complexityCells, equalOperands, type ProbeCell } from './cells';

/** What probe questions are drawn for. */
export interface ProbeOptions {
  /** Digits per operand, d. */
  readonly digits: number;
  /** Percent of the generated questions of each operation; constructed are only questions of these. */
  readonly operations: Operations;
  readonly seed: number;
  readonly count: number;
}

/** Questions on which neurons are looked at, in random order. */
export interface ProbeSet {
  readonly digits: number;
  readonly count: number;
  /** With their answers; [count, 3d + 4]. */
  readonly tokens: Int32Array;
  /** 1 where a question was drawn as in training, 0 where it was constructed; [count]. */
  readonly generated: Uint8Array;
  /** Indices of the questions on which labels are chosen, and of those on which they are then measured. */
  readonly selection: Uint32Array;
  readonly heldOut: Uint32Array;
}

/** Questions per batch of the generator, which enriches whole batches. */
const BATCH = 64;
/** Streams beyond those of the generator's batches. */
const CONSTRUCTION = 2 ** 40;
const ORDER = CONSTRUCTION + 1;

/**
 * Probe questions: one half as in training, enriched; the other constructed, so that what is rare there is frequent
 * enough to be measured: half of these have a column that starts, hands on or ends a carry or borrow, with one coming in
 * and without, every column of each class as often; half are of each complexity as often.
 */
export function makeProbes({ digits, operations, seed, count }: ProbeOptions): ProbeSet {
  const rowLength = contextLength(digits);
  const cells = cellGroups(operations, digits);
  const numConstructed = cells.length === 0 ? 0 : Math.floor(count / 2);
  const numGenerated = count - numConstructed;
  const drawn = new Int32Array(Math.ceil(numGenerated / BATCH) * BATCH * rowLength + numConstructed * rowLength);
  for (let t = 0; t * BATCH < numGenerated; t++) {
    const stream = randomStream(seed, 'probes', t);
    generateBatch(stream, { digits, operations, batchSize: BATCH, enrich: true }, drawn, t * BATCH * rowLength);
  }
  const construction = randomStream(seed, 'probes', CONSTRUCTION);
  for (let i = 0; i < numConstructed; i++) {
    const group = cells[i % cells.length]!;
    const cell = group[Math.floor(i / cells.length) % group.length]!;
    writeQuestion(cell(construction), drawn, (numGenerated + i) * rowLength);
  }
  const tokens = new Int32Array(count * rowLength);
  const generated = new Uint8Array(count);
  for (const [to, from] of permutation(randomStream(seed, 'probes', ORDER), count).entries()) {
    tokens.set(drawn.subarray(from * rowLength, (from + 1) * rowLength), to * rowLength);
    generated[to] = Number(from < numGenerated);
  }
  const every = (parity: number) => Uint32Array.from({ length: (count + 1 - parity) >> 1 }, (_, i) => 2 * i + parity);
  return { digits, count, tokens, generated, selection: every(0), heldOut: every(1) };
}

/** One of the probe questions. */
export function probeQuestion({ tokens, digits }: ProbeSet, index: number): Question {
  return readQuestion(tokens, digits, index * contextLength(digits));
}

/** The cells of constructed questions; each group gets as many questions as the other. */
function cellGroups({ add, sub }: Operations, digits: number): ProbeCell[][] {
  const classes: QuestionClass[] = [...(add > 0 ? (['S'] as const) : []), ...(sub > 0 ? (['M', 'N'] as const) : [])];
  if (classes.length === 0) return [];
  const complexities = complexityCells(classes, digits);
  return [columnCells(classes, digits), sub > 0 ? [...complexities, equalOperands(digits)] : complexities];
}
