import type { AblationEffect, InterchangeEffect } from './criteria';

/** Adds up what an ablation does to questions that the model answers right. */
export class AblationTally {
  private failures = 0;
  private readonly wrong: number[];
  private readonly needed: number[];
  private readonly byClass: Record<string, number> = {};

  /** @param digits per operand */
  constructor(digits: number) {
    this.wrong = Array.from({ length: digits + 2 }, () => 0);
    this.needed = [...this.wrong];
  }

  /**
   * @param wrong digits newly wrong, as bits: bit n for An, bit d + 1 for the sign
   * @param needed digits that need the label in this question, as bits: none where it is not of the label's rows
   * @param tag the question's class
   */
  add(wrong: number, needed: number, tag: string): void {
    if (wrong === 0) return;
    this.failures++;
    for (let n = 0; n < this.wrong.length; n++) {
      this.wrong[n]! += (wrong >>> n) & 1;
      this.needed[n]! += ((wrong & needed) >>> n) & 1;
    }
    this.byClass[tag] = (this.byClass[tag] ?? 0) + 1;
  }

  result(randomFailures: number | null): AblationEffect {
    const { failures, wrong, needed, byClass } = this;
    return { failures, wrong, needed, byClass, randomFailures };
  }
}

/** Adds up what interchanges do to answers. */
export class InterchangeTally {
  private questions = 0;
  private changed = 0;
  private moved = 0;

  /**
   * @param original the answer before, as tokens: the sign, then Ad … A0
   * @param expected the answer that the arithmetic gives with the counterpart's value
   * @param found the answer after
   */
  add(original: ArrayLike<number>, expected: ArrayLike<number>, found: ArrayLike<number>): void {
    this.questions++;
    for (let i = 0; i < original.length; i++) {
      if (found[i] === original[i]) continue;
      this.changed++;
      if (found[i] === expected[i]) this.moved++;
    }
  }

  result(): InterchangeEffect {
    const { questions, changed, moved } = this;
    return { questions, changed, moved };
  }
}
