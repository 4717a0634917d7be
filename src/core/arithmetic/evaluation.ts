/**
 * The answer digits that a model got wrong, with the true answer in its context (teacher forced).
 *
 * @param tokens a question with its true answer [3d + 4]
 * @param predicted the predicted sign and digits Ad … A0 [d + 2]
 * @returns digit indices n of the wrong An, high to low; d + 1 stands for the sign
 * @throws RangeError where the lengths are not those of the same number of digits
 */
export function wrongDigits(tokens: ArrayLike<number>, predicted: ArrayLike<number>): number[] {
  const digits = predicted.length - 2;
  const questionLength = tokens.length - predicted.length;
  if (questionLength !== 2 * digits + 2) {
    throw new RangeError(`${predicted.length} predicted tokens do not answer a question of ${tokens.length} tokens.`);
  }
  const wrong: number[] = [];
  for (let i = 0; i < predicted.length; i++) {
    if (predicted[i] !== tokens[questionLength + i]) wrong.push(digits + 1 - i);
  }
  return wrong;
}

/**
 * Wrong digits in the literature's notation: `A32` for A3 and A2, empty for none. The sign is always A(d+1). Where that
 * has two digits, from d = 9 on, the literature's A10 could be A10 or A1 and A0, so a comma separates: `A1,0`.
 *
 * @param indices digit indices in any order, each once
 * @param digits digits per operand, d
 */
export function formatImpact(indices: Iterable<number>, digits: number): string {
  const descending = [...indices].sort((a, b) => b - a);
  return descending.length === 0 ? '' : `A${descending.join(digits + 1 < 10 ? '' : ',')}`;
}
