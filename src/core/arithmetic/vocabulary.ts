/**
 * The characters that the models read and write, one token each: a character's token is its index here. There is no
 * token for a beginning or for padding. No model was trained on the backslash, which stands for division.
 */
export const vocabulary = '0123456789+-=*\\';

/** The token of a character that is not a digit; a digit is its own token. */
export function tokenOf(character: '+' | '-' | '*' | '='): number {
  return vocabulary.indexOf(character);
}

/**
 * The characters of tokens.
 *
 * @throws RangeError where a token is not in the vocabulary
 */
export function textOf(tokens: ArrayLike<number>): string {
  return Array.from(tokens, characterOf).join('');
}

function characterOf(token: number): string {
  const character = vocabulary[token];
  if (character === undefined) throw new RangeError(`Token ${token} is not one of 0 to ${vocabulary.length - 1}.`);
  return character;
}
