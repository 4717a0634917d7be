import type { RandomStream } from '../../random/stream';

/** The operands of a batch of questions: digits [questions, digits], units first within a question. */
export interface Operands {
  readonly x: Uint8Array;
  readonly y: Uint8Array;
  /** Digits per operand. */
  readonly digits: number;
}

/** Operands whose digits are independent and uniform. */
export function drawOperands(stream: RandomStream, batchSize: number, digits: number): Operands {
  const draw = () => new Uint8Array(batchSize * digits).map(() => stream.integer(10));
  return { x: draw(), y: draw(), digits };
}

/**
 * Whether a batch, as a whole, is enriched with rare cases: in 2 of 5 batches. (In the notebook's library a comment
 * says 60 %; its code says this.)
 */
export function drawsEnrichment(stream: RandomStream): boolean {
  return stream.integer(5) < 2;
}
