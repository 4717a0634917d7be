/** How far up and down the map from the chosen neuron others are read before they are chosen. */
const ROWS = 64;
/** Whoever has just chosen a neuron may choose another at once, which comes first. */
const REST_MILLISECONDS = 250;
const NEXT_MILLISECONDS = 10;

/**
 * Reads the neurons near the chosen one, so that the next click needs no answer from elsewhere: one after the other, the
 * nearest first, while the user rests.
 */
export class ReadAhead {
  private rows: readonly number[] = [];
  private chosen: number | null = null;
  private isWaiting = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param isWanted whether a neuron is neither here nor on its way */
  constructor(
    private readonly isWanted: (neuron: number) => boolean,
    private readonly ask: (neuron: number) => void,
  ) {}

  /** Takes the neurons of the map's rows. */
  showsRows(rows: ArrayLike<number>): void {
    this.rows = Array.from(rows);
  }

  /** Waits: the user has chosen a neuron that has not come yet. */
  waits(chosen: number | null): void {
    this.chosen = chosen;
    this.isWaiting = true;
    clearTimeout(this.timer);
  }

  /** Goes on: a neuron has come. */
  goesOn(neuron: number): void {
    const isChosen = neuron === this.chosen;
    if (this.isWaiting && !isChosen) return;
    this.isWaiting = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => {
        const next = this.nearest();
        if (next !== undefined) this.ask(next);
      },
      isChosen ? REST_MILLISECONDS : NEXT_MILLISECONDS,
    );
  }

  private nearest(): number | undefined {
    if (this.chosen === null) return undefined;
    const row = this.rows.indexOf(this.chosen);
    if (row < 0) return undefined;
    for (let distance = 1; distance <= ROWS; distance++) {
      for (const neuron of [this.rows[row + distance], this.rows[row - distance]]) {
        if (neuron !== undefined && this.isWanted(neuron)) return neuron;
      }
    }
    return undefined;
  }
}
