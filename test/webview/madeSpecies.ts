import { isInRows, type Label } from '../../src/core/analysis/label';
import { predictedDigit } from '../../src/core/analysis/truth/predictedDigit';
import { isOfWholeQuestion, valueOf, type TaskName } from '../../src/core/analysis/variable';
import { predictorPosition, secondOperandPosition } from '../../src/core/arithmetic/positions';
import type { Question } from '../../src/core/arithmetic/question';
import { questionClass } from '../../src/core/arithmetic/questionClass';

/** What a made-up neuron tells, and from which token position on; undefined for one that tells nothing. */
export interface Planted {
  readonly task: TaskName;
  readonly digit: number | null;
  readonly rows: Label['rows'];
  readonly value: number | null;
  readonly status: 'proved' | 'correlates';
  /** Whether it is active where the label does not hold. */
  readonly inverted: boolean;
  readonly positions: readonly number[];
}

/** A neuron as the made-up analysis has it. */
export interface MadeNeuron {
  readonly kind: 'planted' | 'noisy' | 'dead' | 'always on';
  readonly planted?: Planted;
  /** Its largest activation, about. */
  readonly size: number;
  readonly decoderNorm: number;
}

const SPECIES: readonly (readonly [TaskName, Label['rows'], number | null])[] = [
  ['SC', 'S', null],
  ['SS', 'S', null],
  ['SA', 'S', 7],
  ['MB', 'sub', null],
  ['OPR', 'all', null],
  ['NB', 'N', null],
  ['ST', 'S', 9],
];

/** The label of a planted neuron at a position. */
export function labelAt(planted: Planted, position: number, digits: number) {
  const { task, digit, rows, value } = planted;
  const predicted = predictedDigit(digits, position);
  return { task, digit, relative: digit === null || predicted === null ? null : digit - predicted, rows, value };
}

/** Figures of activations. */
export function summaryOf(values: Float32Array) {
  const active = values.filter((value) => value > 0);
  return {
    density: values.length === 0 ? 0 : active.length / values.length,
    mean: mean(values),
    meanActive: active.length === 0 ? NaN : mean(active),
    max: values.reduce((most, value) => Math.max(most, value), 0),
  };
}

/** Between 0 and 1, the same for the same numbers. */
export function hashed(...numbers: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const number of numbers) {
    hash = Math.imul(hash ^ number, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  }
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

/** The neuron of that index. */
export function madeSpecies(neuron: number, digits: number): MadeNeuron {
  const size = 0.4 + 3 * hashed(neuron, 1);
  const decoderNorm = 0.5 + hashed(neuron, 2);
  if (neuron % 16 === 15) return { kind: 'dead', size: 0, decoderNorm };
  if (neuron % 32 === 14) return { kind: 'always on', size, decoderNorm };
  if (neuron % 8 === 7 || neuron % 16 === 14) return { kind: 'noisy', size: size / 2, decoderNorm };
  const [task, rows, value] = SPECIES[neuron % 8]!;
  const digit = isOfWholeQuestion(task) ? null : Math.floor(neuron / 8) % digits;
  const status = neuron % 3 === 0 ? 'correlates' : 'proved';
  return {
    kind: 'planted',
    size,
    decoderNorm,
    planted: { task, digit, rows, value, status, inverted: neuron % 24 === 8, positions: positionsOf(digit, digits) },
  };
}

/** Where a column's task is told: as soon as it is known, and where the digit above it is predicted. */
function positionsOf(digit: number | null, digits: number): number[] {
  if (digit === null) return Array.from({ length: digits + 3 }, (_, i) => digits + 1 + i);
  const needed = predictorPosition(digits, digit + 1);
  return [secondOperandPosition(digits, digit), needed, needed + 1];
}

/** What a neuron's activation is; `place` names the cell and the question, for the noise. */
export function activationOf(
  { kind, planted, size }: MadeNeuron,
  position: number,
  question: Question,
  place: readonly number[],
): number {
  const noise = hashed(...place);
  if (kind === 'dead') return 0;
  if (kind === 'always on') return size * (0.8 + 0.4 * noise);
  if (!planted) return noise < 0.3 ? size * noise * 3 : 0;
  if (!planted.positions.includes(position)) return noise < 0.02 ? 0.3 * size * hashed(...place, 1) : 0;
  const told = holds(planted, question) !== planted.inverted;
  if (told) return noise < 0.02 ? 0 : size * (0.7 + 0.3 * noise);
  return noise < 0.04 ? 0.2 * size * hashed(...place, 1) : 0;
}

/** Whether a planted label holds on a question. */
export function holds({ task, digit, rows, value }: Planted, question: Question): boolean {
  if (!isInRows(questionClass(question), rows)) return false;
  return valueOf(question, { task, digit }) === (value ?? 1);
}

/** Sorts neurons of one kind beside each other. */
export function kindKey({ kind, planted }: MadeNeuron): string {
  return `${kind} ${planted?.task ?? ''}`;
}

/** 0 of nothing. */
export function mean(values: Float32Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
