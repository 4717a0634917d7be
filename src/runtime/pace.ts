/** How long one call of the runtime should take: it blocks the process, whose heartbeat and stop requests wait for it. */
const TARGET_SECONDS = 0.25;
/** Limits the arrays of metrics that one call returns. */
const MOST_STEPS = 256;

/** Decides how many steps to make per call, from how long they took so far. */
export class Pace {
  private secondsPerStep: number | undefined;

  /** Steps for the next call, of `left` that remain before something must happen between two steps. */
  steps(left: number): number {
    const wished = this.secondsPerStep === undefined ? 1 : Math.round(TARGET_SECONDS / this.secondsPerStep);
    return Math.max(1, Math.min(wished, left, MOST_STEPS));
  }

  measured(steps: number, seconds: number): void {
    const latest = Math.max(seconds, 1e-6) / steps;
    // A first call is slow; later ones are smoothed, so that one hiccup does not shrink the next call.
    this.secondsPerStep =
      this.secondsPerStep === undefined || steps === 1 ? latest : (this.secondsPerStep + latest) / 2;
  }

  /** A recent estimate; undefined before the first call. */
  get estimate(): number | undefined {
    return this.secondsPerStep;
  }
}
