import type { PickleValue } from './values';

/** Far beyond any checkpoint, and small enough that a hostile pickle cannot exhaust the memory. */
const maxDepth = 100_000;
const maxMemo = 1_000_000;

/** The stack machine's memory: a stack with marks, and the memo of values used again. */
export class PickleStack {
  private readonly values: PickleValue[] = [];
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, PickleValue>();

  constructor(private readonly fail: (message: string) => never) {}

  get depth(): number {
    return this.values.length;
  }

  get memoSize(): number {
    return this.memo.size;
  }

  push(value: PickleValue): void {
    if (this.values.length >= maxDepth) this.fail(`refused: more than ${maxDepth} values on the stack`);
    this.values.push(value);
  }

  pop(): PickleValue {
    this.requireValues(1);
    return this.values.pop()!;
  }

  /** The last `count` values, taken off. */
  popMany(count: number): PickleValue[] {
    this.requireValues(count);
    return this.values.splice(this.values.length - count);
  }

  top(): PickleValue {
    this.requireValues(1);
    return this.values.at(-1)!;
  }

  mark(): void {
    if (this.marks.length >= maxDepth) this.fail(`refused: nested deeper than ${maxDepth}`);
    this.marks.push(this.values.length);
  }

  /** The values above the last mark, taken off together with the mark. */
  popToMark(): PickleValue[] {
    const start = this.marks.pop();
    if (start === undefined) this.fail('damaged: there is no mark to go back to');
    return this.values.splice(start);
  }

  put(index: number): void {
    const value = this.top();
    if (this.memo.size >= maxMemo) this.fail(`refused: more than ${maxMemo} memorised values`);
    this.memo.set(index, value);
  }

  get(index: number): PickleValue {
    const value = this.memo.get(index);
    if (value === undefined) this.fail(`damaged: value ${index} is used before it is memorised`);
    return value;
  }

  /** Values under the last mark belong to what was begun before it. */
  private requireValues(count: number): void {
    if (this.values.length - (this.marks.at(-1) ?? 0) < count) this.fail('damaged: a value is missing on the stack');
  }
}
