import type { Label } from '../../core/analysis/label';
import { readingsOf, type Reading } from '../../core/analysis/proof/claim';
import { isProved, together, type Evidence } from '../../core/analysis/proof/criteria';
import { predictedDigit } from '../../core/analysis/truth/predictedDigit';
import type { LocatedLabel } from './labeller';
import type { Suspects } from './prover';

/** A label of one neuron, or of all that share it, to be put to the proof. */
export interface ProofCase {
  readonly neurons: readonly number[];
  /** Null for all positions that predict a digit together. */
  readonly position: number | null;
  /** What the label may mean; the first is the label as it was found. */
  readonly readings: readonly Reading[];
  /** Better labels are put to the proof first. */
  readonly score: number;
  /** Whether the label stands up to its controls; of several neurons, whether those of two do. */
  readonly isHeld: boolean;
  /** The column that the neurons follow from, where that is why they are looked at together. */
  readonly column?: number;
}

/** How a case turned out. */
export interface Verdict {
  /** The reading that was proved, else the first. */
  readonly reading: Reading;
  readonly isProved: boolean;
  /** Null where it would prove nothing, and no label is written. */
  readonly evidence: Evidence | null;
}

/** Something to prove at a position, for a case and one of its readings. */
export interface Task {
  readonly suspects: Suspects;
  readonly proofCase: ProofCase;
  readonly reading: Reading;
}

/** The cases that labels make: each by itself, in their order, and then those of several neurons with the same label. */
export function proofCases(labels: readonly LocatedLabel[]): { single: ProofCase[]; groups: ProofCase[] } {
  const single = labels.map(({ position, found }): ProofCase => {
    const reading = { label: found.label, value: found.value };
    const isHeld = found.controls.failed.length === 0;
    return { neurons: [found.neuron], position, readings: readingsOf(reading), score: found.auroc, isHeld };
  });
  const sharing = new Map<string, ProofCase[]>();
  for (const proofCase of single) {
    const { task, digit, relative, rows } = proofCase.readings[0]!.label;
    const key = JSON.stringify([proofCase.position, task, digit, relative, rows, proofCase.readings[0]!.value]);
    sharing.set(key, [...(sharing.get(key) ?? []), proofCase]);
  }
  const groups = [...sharing.values()]
    .filter(({ length }) => length > 1)
    .map((members): ProofCase => {
      const isHeld = members.filter((member) => member.isHeld).length > 1;
      return { ...members[0]!, neurons: members.flatMap(({ neurons }) => neurons), isHeld };
    });
  return { single, groups };
}

/**
 * Whether there is a label to write: one that is proved, or that correlates and stands up to its controls. What the
 * controls are there to tell from chance, a proof tells better.
 */
export function isLabel({ isHeld }: ProofCase, verdict: Verdict | undefined): boolean {
  return isHeld || verdict?.isProved === true;
}

/**
 * Whether a case is put to the proof: not a label of many positions that does not stand up to its controls, since each of
 * its positions takes as long as a label by itself.
 */
export function isTried({ position, isHeld }: ProofCase): boolean {
  return position !== null || isHeld;
}

/** What has to be done at which position; positions of better labels come first. */
export function tasksByPosition(
  cases: readonly ProofCase[],
  positions: readonly number[],
  digits: number,
): Map<number, Task[]> {
  const tasks = new Map<number, Task[]>();
  for (const proofCase of cases.filter(isTried).sort((a, b) => b.score - a.score)) {
    for (const reading of proofCase.readings) {
      for (const [position, label] of placesOf(proofCase, reading.label, positions, digits)) {
        const suspects = {
          neurons: proofCase.neurons,
          reading: { label, value: reading.value },
          isPart: proofCase.position === null,
          // A label that stands up to its controls is written, with the evidence for its first reading.
          isWanted: proofCase.isHeld && reading === proofCase.readings[0],
        };
        tasks.set(position, [...(tasks.get(position) ?? []), { suspects, proofCase, reading }]);
      }
    }
  }
  return tasks;
}

/** Where a case is looked at, and its label there: one of several positions is of another column at each. */
function placesOf(
  { position }: ProofCase,
  label: Label,
  positions: readonly number[],
  digits: number,
): [position: number, label: Label][] {
  if (position !== null) return [[position, label]];
  return positions.flatMap((place): [number, Label][] => {
    const predicted = predictedDigit(digits, place);
    if (predicted === null || predicted > digits) return [];
    const digit = predicted + label.relative!;
    return digit >= 0 && digit < digits ? [[place, { ...label, digit }]] : [];
  });
}

/** How cases turned out, from the evidence of their tasks; cases that lack some are left out. */
export function verdicts(tasks: Iterable<Task>, evidence: ReadonlyMap<Task, Evidence | null>): Map<ProofCase, Verdict> {
  const found = new Map<ProofCase, Map<Reading, (Evidence | null)[]>>();
  const unfinished = new Set<ProofCase>();
  for (const task of tasks) {
    const { proofCase, reading } = task;
    const known = evidence.get(task);
    if (known === undefined) unfinished.add(proofCase);
    const readings = found.get(proofCase) ?? new Map<Reading, (Evidence | null)[]>();
    found.set(proofCase, readings);
    readings.set(reading, [...(readings.get(reading) ?? []), ...(known === undefined ? [] : [known])]);
  }
  const finished = [...found].filter(([proofCase]) => !unfinished.has(proofCase));
  return new Map(finished.map(([proofCase, readings]) => [proofCase, verdictOf([...readings])]));
}

function verdictOf(readings: readonly (readonly [Reading, readonly (Evidence | null)[]])[]): Verdict {
  const judged = readings.map(([reading, parts]): Verdict => {
    const known = parts.filter((part) => part !== null);
    const evidence = known.length < parts.length ? null : together(known);
    return { reading, evidence, isProved: evidence !== null && isProved(evidence) };
  });
  return judged.find((verdict) => verdict.isProved) ?? judged[0]!;
}
