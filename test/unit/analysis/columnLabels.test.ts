import { describe, expect, it } from 'vitest';
import { columnReadings, provedReadings, type ColumnEvidence } from '../../../src/core/analysis/columns/columnLabels';
import type { AblationEffect } from '../../../src/core/analysis/proof/criteria';

const DIGITS = 6;
const readings = columnReadings(2, 3);

interface Broken {
  /** Digits newly wrong in questions of each class. */
  readonly wrong: Readonly<Record<'S' | 'M' | 'N', number>>;
  /** Those of them that need each task. */
  readonly needed: Readonly<Record<string, number>>;
  /** Of ten changed digits, those that the interchange of each task moves as the arithmetic says. */
  readonly moved: Readonly<Record<string, number>>;
  readonly random?: number;
}

/** The evidence for every reading, where all that breaks is A3. */
function evidenceOf({ wrong, needed, moved, random = 0 }: Broken): ColumnEvidence[] {
  const all = wrong.S + wrong.M + wrong.N;
  const atA3 = (count: number) => Array.from({ length: DIGITS + 2 }, (_, n) => (n === 3 ? count : 0));
  return readings.map((reading) => {
    const effect: AblationEffect = {
      failures: all,
      wrong: atA3(all),
      needed: atA3(needed[reading.label.task] ?? 0),
      byClass: { S1: wrong.S, M1: wrong.M, N1: wrong.N },
      randomFailures: random,
    };
    const interchange = { questions: 100, changed: 100, moved: 10 * (moved[reading.label.task] ?? 0) };
    return { reading, evidence: { mean: effect, zero: effect, interchange } };
  });
}

const tasks = (found: readonly ColumnEvidence[]) => found.map(({ reading }) => reading.label.task);

describe('what neurons of one column are proved to stand for', () => {
  it('may be any task of the column, relative to the digit that is predicted', () => {
    expect(readings.map(({ label: { task, rows } }) => `${task} ${rows}`)).toEqual([
      'SC S',
      'SS S',
      'ST S',
      'SA S',
      'MB M',
      'MZ M',
      'MT M',
      'MD M',
      'NB N',
      'NZ N',
      'NT N',
      'ND N',
    ]);
    expect(new Set(readings.map(({ label: { digit, relative } }) => `${digit} ${relative}`))).toEqual(
      new Set(['2 -1']),
    );
    expect(columnReadings(2, null)[0]!.label.relative).toBeNull();
  });

  it('is a task on each class, and together they have to need what breaks', () => {
    const wrong = { S: 40, M: 30, N: 30 };
    const moved = { SA: 7, MD: 7, ND: 7 };
    expect(tasks(provedReadings(evidenceOf({ wrong, needed: { SA: 35, MD: 25, ND: 25 }, moved })))).toEqual([
      'SA',
      'MD',
      'ND',
    ]);
    expect(provedReadings(evidenceOf({ wrong, needed: { SA: 30, MD: 25, ND: 20 }, moved }))).toEqual([]);
    // Without the borrows nothing accounts for the subtractions.
    expect(provedReadings(evidenceOf({ wrong, needed: { SA: 40, MD: 30, ND: 30 }, moved: { SA: 9 } }))).toEqual([]);
  });

  it('is said of classes only that break often enough', () => {
    const found = (broken: number) =>
      provedReadings(
        evidenceOf({
          wrong: { S: 60, M: broken, N: 0 },
          needed: { SC: 60, MB: broken },
          moved: { SC: 10, MB: 10 },
        }),
      );
    expect(tasks(found(20))).toEqual(['SC', 'MB']);
    expect(tasks(found(15))).toEqual(['SC']);
    // What is no label accounts for nothing: a quarter of the wrong digits is unneeded then.
    expect(found(19)).toEqual([]);
  });

  it('is the case of three only where both of its differences are moved', () => {
    const wrong = { S: 60, M: 0, N: 0 };
    const needed = { SC: 50, SS: 30, ST: 60 };
    expect(tasks(provedReadings(evidenceOf({ wrong, needed, moved: { SC: 9, SS: 9, ST: 9 } })))).toEqual(['ST']);
    expect(tasks(provedReadings(evidenceOf({ wrong, needed, moved: { SC: 9, SS: 1, ST: 9 } })))).toEqual(['SC']);
  });

  it('is nothing where the digits move otherwise than the arithmetic says, or random directions break as much', () => {
    const wrong = { S: 60, M: 0, N: 0 };
    expect(provedReadings(evidenceOf({ wrong, needed: { SA: 60 }, moved: { SA: 4 } }))).toEqual([]);
    expect(provedReadings(evidenceOf({ wrong, needed: { SA: 60 }, moved: { SA: 9 }, random: 13 }))).toEqual([]);
  });
});
