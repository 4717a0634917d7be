import type { Place } from './configError';

/** Where the lines of a text begin, found once, so that each of many places in it costs little. */
export class LineStarts {
  readonly #offsets: readonly number[];

  constructor(text: string) {
    this.#offsets = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (end) => end.index + end[0].length)];
  }

  /** The line and column of the character at an offset into the text, in UTF-16 units. */
  placeOf(offset: number): Place {
    let line = 0;
    let beyond = this.#offsets.length;
    while (beyond - line > 1) {
      const middle = (line + beyond) >> 1;
      if (this.#offsets[middle]! <= offset) line = middle;
      else beyond = middle;
    }
    return { line: line + 1, column: offset - this.#offsets[line]! + 1 };
  }
}
