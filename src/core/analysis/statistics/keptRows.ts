/** A row with the activation of a neuron on it. */
export interface KeptRow {
  readonly key: number;
  readonly question: number;
  readonly activation: number;
}

/** For each cell the rows of the lowest keys, up to a number, whatever the order in which they come. */
export class KeptRows {
  private readonly keys: Float64Array;
  private readonly questions: Uint32Array;
  private readonly activations: Float32Array;
  private readonly counts: Uint8Array;

  /** @param size most rows per cell, up to 255 */
  constructor(
    cells: number,
    private readonly size: number,
  ) {
    this.keys = new Float64Array(cells * size);
    this.questions = new Uint32Array(cells * size);
    this.activations = new Float32Array(cells * size);
    this.counts = new Uint8Array(cells);
  }

  offer(cell: number, key: number, question: number, activation: number): void {
    const { keys, questions, activations, counts, size } = this;
    const start = cell * size;
    const count = counts[cell]!;
    if (count === size && !this.isBefore(key, question, start + size - 1)) return;
    let place = start + Math.min(count, size - 1);
    for (; place > start && this.isBefore(key, question, place - 1); place--) {
      keys[place] = keys[place - 1]!;
      questions[place] = questions[place - 1]!;
      activations[place] = activations[place - 1]!;
    }
    keys[place] = key;
    questions[place] = question;
    activations[place] = activation;
    if (count < size) counts[cell]!++;
  }

  /** Rows of a cell, the lowest key first; of equal keys the lower question. */
  of(cell: number): KeptRow[] {
    return Array.from({ length: this.counts[cell]! }, (_, i) => {
      const place = cell * this.size + i;
      return { key: this.keys[place]!, question: this.questions[place]!, activation: this.activations[place]! };
    });
  }

  private isBefore(key: number, question: number, place: number): boolean {
    return key < this.keys[place]! || (key === this.keys[place]! && question < this.questions[place]!);
  }
}
