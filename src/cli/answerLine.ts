import type { Tried } from '../core/run/tried';

const WIDTH = 8;

/** An answer token by token with its probabilities; a token that is wrong has a mark, and the true one's probability. */
export function labelledAnswer(
  name: string,
  { text, probabilities, of_true }: Tried['model'],
  truth: string,
): string[] {
  const tokens = Array.from(text);
  const isWrong = tokens.map((token, i) => token !== truth[i]);
  const wrong = isWrong.filter(Boolean).length;
  const row = (cells: readonly string[]) => `  ${cells.map((cell) => cell.padStart(WIDTH)).join('')}`.trimEnd();
  return [
    `${name}: ${text}  ${wrong === 0 ? 'right' : `${wrong} of ${tokens.length} tokens wrong`}`,
    row(tokens.map((token, i) => (isWrong[i] ? `[${token}]` : token))),
    row(probabilities.map((probability) => probability.toFixed(4))),
    ...(wrong === 0 ? [] : [`${row(of_true.map((p, i) => (isWrong[i] ? p.toFixed(4) : '')))}  of the true token`]),
  ];
}
