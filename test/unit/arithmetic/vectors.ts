import { readFileSync } from 'node:fs';
import type { Question } from '../../../src/core/arithmetic/question';

/** What `vectors.json`, written by the independent Python in tools/fixtures/make_vectors.py, has on arithmetic. */
interface Vectors {
  readonly vocab: Readonly<Record<string, number>>;
  readonly cases: readonly QuestionCase[];
  readonly names: readonly { readonly name: string; readonly expect: Readonly<Record<string, number | boolean>> }[];
  readonly positionMeanings: readonly {
    readonly nDigits: number;
    readonly percAdd: number;
    readonly meanings: readonly string[];
  }[];
  readonly impact: readonly {
    readonly nDigits: number;
    readonly truth: string;
    readonly model: string;
    readonly impact: string;
  }[];
}

interface QuestionCase {
  readonly nDigits: number;
  readonly a: number;
  readonly op: '+' | '-' | '*';
  readonly b: number;
  readonly text: string;
  readonly tokens: readonly number[];
  readonly nCtx: number;
  readonly questionClass: string | null;
  readonly complexity: { readonly major: string; readonly minor: string };
  /** Units first; absent for a multiplication. */
  readonly perDigit?: readonly Readonly<Record<string, number | string>>[];
}

export const vectors = JSON.parse(
  readFileSync(new URL('../../fixtures/vectors.json', import.meta.url), 'utf8'),
) as Vectors;

/** The question of a case, made from its operands as numbers. */
export function questionOf({ nDigits, a, op, b }: QuestionCase): Question {
  const unitsFirst = (value: number) => Array.from(String(value).padStart(nDigits, '0'), Number).reverse();
  return { operator: op, x: unitsFirst(a), y: unitsFirst(b) };
}

/** The tokens of a text according to the vectors' vocabulary. */
export function tokensOf(text: string): number[] {
  return Array.from(text, (character) => vectors.vocab[character]!);
}
