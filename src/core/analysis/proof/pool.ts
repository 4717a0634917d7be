import { contextLength } from '../../arithmetic/positions';
import { readQuestion, type Question } from '../../arithmetic/question';
import { classTag, type ClassTag } from '../accuracy';

/** Questions on which labels are put to the proof: all of them answered right by the unchanged model. */
export interface ProofPool {
  readonly digits: number;
  readonly questions: readonly Question[];
  readonly tags: readonly ClassTag[];
  /** With their answers; [questions, 3d + 4]. */
  readonly tokens: Int32Array;
}

/**
 * Chooses questions so that each class S, M and N has as many, and within it each complexity as far as there are any;
 * class by class. Multiplications, which no sub-task speaks of, are left out.
 *
 * @param candidates indices of questions to choose from, in the order of preference
 */
export function chooseProofPool(
  tokens: ArrayLike<number>,
  digits: number,
  candidates: Iterable<number>,
  perClass: number,
): ProofPool {
  const context = contextLength(digits);
  const byTag = new Map<ClassTag, number[]>();
  for (const index of candidates) {
    const tag = classTag(tokens, digits, index * context);
    const found = byTag.get(tag);
    if (found) found.push(index);
    else byTag.set(tag, [index]);
  }
  const chosen = ['S', 'M', 'N'].flatMap((letter) => {
    const groups = [...byTag].filter(([tag]) => tag.startsWith(letter)).map(([, indices]) => indices);
    return inTurns(groups, perClass);
  });
  const pooled = Int32Array.from(
    chosen.flatMap((index) => Array.from({ length: context }, (_, i) => tokens[index * context + i]!)),
  );
  return {
    digits,
    questions: chosen.map((_, row) => readQuestion(pooled, digits, row * context)),
    tags: chosen.map((_, row) => classTag(pooled, digits, row * context)),
    tokens: pooled,
  };
}

/** The first of every group, then the second of every group, and so on. */
function inTurns(groups: readonly number[][], most: number): number[] {
  const longest = Math.max(0, ...groups.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, turn) => groups.flatMap((group) => group.slice(turn, turn + 1)));
  return turns.flat().slice(0, most);
}
