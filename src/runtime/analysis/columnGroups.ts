import type { ColumnDependence } from '../../core/analysis/columns/columnDependence';
import { ColumnDependences } from '../../core/analysis/columns/columnDependence';
import { columnReadings, provedReadings, type ColumnEvidence } from '../../core/analysis/columns/columnLabels';
import type { ProbeSet } from '../../core/analysis/probes/probeSet';
import { CRITERIA } from '../../core/analysis/proof/criteria';
import { predictedDigit } from '../../core/analysis/truth/predictedDigit';
import { contextLength } from '../../core/arithmetic/positions';
import type { ChangedModel } from './changedModel';
import type { Encoder } from './encoder';
import type { ProofCase, Verdict } from './proofCases';
import type { ProofPace } from './proveCases';
import type { Prover } from './prover';
import { questionBatches } from './questionBatches';
import { saeSizes, type Subject } from './subject';

/** The column that every neuron follows from; by position of the SAE, then by neuron. */
export type Dependences = readonly (readonly (ColumnDependence | null)[])[];

/** Neurons follow from a column that accounts for so much of their activations' variance. */
const FOLLOWS = 0.8;
/** Questions that are interchanged for each task: there are many tasks, and a few questions tell. */
const INTERCHANGED = 256;
/** Bytes of the sums that are kept at a time: neurons are looked at in blocks. */
const MOST_BYTES = 2 ** 28;

/**
 * Finds the columns that neurons follow from, on probe questions.
 *
 * @param isQuick whether to find none where there are so many neurons that it would take several passes
 */
export async function findDependences(
  { site: { positions }, sae, model: { digits } }: Subject,
  encoder: Encoder,
  probes: ProbeSet,
  isQuick: boolean,
  proceed: (done: number) => Promise<void>,
): Promise<Dependences> {
  const { neurons } = saeSizes(sae);
  const perNeuron = ColumnDependences.bytesPerNeuron(digits, positions.length);
  const block = Math.max(1, Math.min(neurons, Math.floor(MOST_BYTES / perNeuron)));
  if (isQuick && block < neurons) return positions.map(() => new Array<null>(neurons).fill(null));
  const found: (ColumnDependence | null)[][] = positions.map(() => []);
  for (let start = 0; start < neurons; start += block) {
    const count = Math.min(block, neurons - start);
    const dependences = new ColumnDependences(digits, positions, count);
    for (const batch of questionBatches(probes.tokens, contextLength(digits), encoder.batch)) {
      const encoded = await encoder.encode(batch.tokens);
      const rows = batch.count * positions.length;
      dependences.add(columnsOf(encoded.neurons, neurons, rows, start, count), batch.tokens, batch.first);
      await proceed((start + (count * batch.first) / probes.count) / neurons);
    }
    positions.forEach((_, place) => {
      for (let neuron = 0; neuron < count; neuron++) found[place]!.push(dependences.of(neuron, place));
    });
  }
  return found;
}

/** Some columns of a matrix's first rows. */
function columnsOf(values: Float32Array, width: number, rows: number, start: number, count: number): Float32Array {
  if (count === width) return values.subarray(0, rows * width);
  const out = new Float32Array(rows * count);
  for (let row = 0; row < rows; row++) {
    out.set(values.subarray(row * width + start, row * width + start + count), row * count);
  }
  return out;
}

/**
 * Puts to the proof what neurons that follow from the same column stand for together: a carry, a borrow, a digit of the
 * answer. A column's neurons each see a part of its digits, and only together tell its tasks.
 *
 * @returns what is proved
 */
export async function proveColumns(
  { site: { positions }, model: { digits } }: Subject,
  model: ChangedModel,
  prover: Prover,
  dependences: Dependences,
  { proceed, isTimeUp }: ProofPace,
): Promise<Map<ProofCase, Verdict>> {
  const proved = new Map<ProofCase, Verdict>();
  for (const [place, position] of positions.entries()) {
    await model.keepOnly([position]);
    for (const [digit, neurons] of sharingColumn(dependences[place]!)) {
      if (isTimeUp()) return proved;
      const evidence = await evidenceFor(prover, position, digit, neurons, predictedDigit(digits, position), () =>
        proceed(place / positions.length),
      );
      for (const { reading, evidence: own } of provedReadings(evidence)) {
        const proofCase = { neurons, position, readings: [reading], score: 1, isHeld: true, column: digit };
        proved.set(proofCase, { reading, isProved: true, evidence: own });
      }
    }
  }
  return proved;
}

/** The neurons of each column that neurons follow from. */
function sharingColumn(dependences: Dependences[number]): Map<number, number[]> {
  const sharing = new Map<number, number[]>();
  dependences.forEach((dependence, neuron) => {
    if (dependence === null || dependence.explained < FOLLOWS) return;
    sharing.set(dependence.digit, [...(sharing.get(dependence.digit) ?? []), neuron]);
  });
  return sharing;
}

/** The evidence for everything that a column's neurons may stand for; none where the model hardly uses them. */
async function evidenceFor(
  prover: Prover,
  position: number,
  digit: number,
  neurons: readonly number[],
  predicted: number | null,
  proceed: () => Promise<void>,
): Promise<ColumnEvidence[]> {
  const readings = columnReadings(digit, predicted);
  const suspects = readings.map((reading) => ({
    neurons,
    reading,
    isPart: true,
    isWanted: true,
    interchanged: INTERCHANGED,
  }));
  const found: ColumnEvidence[] = [];
  for await (const evidence of prover.proveAt(position, suspects, proceed)) {
    if (evidence === null) throw new Error('evidence for a part was not given');
    const { mean, zero } = evidence;
    if (Math.max(mean.failures, zero.failures) < CRITERIA.failures) return [];
    found.push({ reading: readings[found.length]!, evidence });
  }
  return found;
}
