import { countOnes } from './bits';

/** When a label counts as proved. */
export const CRITERIA = {
  /** Questions that the ablation makes the model answer wrong, at least. */
  failures: 20,
  /** Share of the newly wrong digits that need the label, at least. */
  neededShare: 0.8,
  /** Times the failures of a random direction of the same norm, at least. */
  timesRandom: 5,
  /** Digits that the interchange moves by the amount that the arithmetic says, at least. */
  moved: 10,
  /** Their share of the digits that it changes, at least: one in nine would be by chance. */
  movedShare: 0.5,
} as const;

/** What happens to right answers where neurons are ablated. */
export interface AblationEffect {
  /** Questions newly answered wrong. */
  readonly failures: number;
  /** Questions in which An is newly wrong, by n; d + 1 is the sign. */
  readonly wrong: readonly number[];
  /** Those of them in which An needs the label. */
  readonly needed: readonly number[];
  /**
   * Those that need the label or another one that the same neurons have on other questions; undefined where there is
   * none.
   */
  readonly neededTogether?: readonly number[];
  /** Failures by the question's class. */
  readonly byClass: Readonly<Record<string, number>>;
  /** Failures under random directions of the same norm; null where the ablation itself fails too little to compare. */
  readonly randomFailures: number | null;
}

/** What happens where neurons take the activations that they have on questions which differ only in the label. */
export interface InterchangeEffect {
  /** Questions that have such a counterpart. */
  readonly questions: number;
  /** Answer digits changed, and those changed to what the arithmetic gives with the counterpart's value. */
  readonly changed: number;
  readonly moved: number;
}

/** The evidence for a label of one or several neurons. */
export interface Evidence {
  /** Neurons set to their means at the position. */
  readonly mean: AblationEffect;
  /** Neurons set to zero. */
  readonly zero: AblationEffect;
  readonly interchange: InterchangeEffect;
}

/**
 * Whether the evidence proves a label: one of the ablations breaks the digits that need it and little else, and more
 * than random directions do, and the interchange moves digits as the arithmetic says.
 */
export function isProved({ mean, zero, interchange }: Evidence): boolean {
  return (breaksNeeded(mean) || breaksNeeded(zero)) && movesAsArithmetic(interchange);
}

/** Whether an ablation breaks enough, and mostly what needs the label. */
export function failsOnNeeded({ failures, wrong, needed, neededTogether = needed }: AblationEffect): boolean {
  return failures >= CRITERIA.failures && total(neededTogether) >= CRITERIA.neededShare * total(wrong);
}

/**
 * Whether so many digits are wrong that need the label that an ablation can be one of those that prove it, whatever else
 * it makes wrong.
 *
 * @param wrong the digits of questions that are wrong and need the label, as bits
 */
export function mayFailOnNeeded(wrong: Uint32Array): boolean {
  const digits = wrong.reduce((sum, bits) => sum + countOnes(bits), 0);
  return digits >= CRITERIA.neededShare * CRITERIA.failures;
}

/** Whether an ablation breaks enough, mostly what needs the label, and more than random directions do. */
export function breaksNeeded(effect: AblationEffect): boolean {
  const { failures, randomFailures } = effect;
  return failsOnNeeded(effect) && randomFailures !== null && failures >= CRITERIA.timesRandom * randomFailures;
}

/** Whether an interchange moves digits, and most of those that it changes to what the arithmetic says. */
export function movesAsArithmetic({ changed, moved }: InterchangeEffect): boolean {
  return moved >= CRITERIA.moved && moved >= CRITERIA.movedShare * changed;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The evidence of several positions taken together, each ablated by itself. */
export function together(all: readonly Evidence[]): Evidence {
  return {
    mean: sumOfEffects(all.map(({ mean }) => mean)),
    zero: sumOfEffects(all.map(({ zero }) => zero)),
    interchange: {
      questions: total(all.map(({ interchange }) => interchange.questions)),
      changed: total(all.map(({ interchange }) => interchange.changed)),
      moved: total(all.map(({ interchange }) => interchange.moved)),
    },
  };
}

function sumOfEffects(effects: readonly AblationEffect[]): AblationEffect {
  const perDigit = (of: (effect: AblationEffect) => readonly number[]) =>
    of(effects[0]!).map((_, n) => total(effects.map((effect) => of(effect)[n]!)));
  const classes = new Set(effects.flatMap(({ byClass }) => Object.keys(byClass)));
  // An ablation without a failure needs no comparison.
  const compared = effects.filter(({ failures }) => failures > 0).map(({ randomFailures }) => randomFailures);
  return {
    failures: total(effects.map(({ failures }) => failures)),
    wrong: perDigit(({ wrong }) => wrong),
    needed: perDigit(({ needed }) => needed),
    byClass: Object.fromEntries(
      [...classes].map((tag) => [tag, total(effects.map(({ byClass }) => byClass[tag] ?? 0))]),
    ),
    randomFailures: compared.every((count) => count !== null) ? total(compared) : null,
  };
}
