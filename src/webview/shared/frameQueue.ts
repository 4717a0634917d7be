/** Of the 16 ms of a frame, what is left to the rest of the page: input, layout, paint. */
const BUDGET_MILLISECONDS = 6;

/** Runs tasks before the browser paints: each once however often it was asked for, and a few milliseconds per frame. */
export class FrameQueue {
  private readonly tasks = new Set<() => void>();
  private requested = false;

  /** Asks for a task to be run soon; one that already waits keeps its place. */
  add(task: () => void): void {
    this.tasks.add(task);
    this.request();
  }

  remove(task: () => void): void {
    this.tasks.delete(task);
  }

  private request(): void {
    if (this.requested) return;
    this.requested = true;
    requestAnimationFrame(() => this.run());
  }

  private run(): void {
    this.requested = false;
    const end = performance.now() + BUDGET_MILLISECONDS;
    try {
      for (const task of this.tasks) {
        this.tasks.delete(task);
        task();
        if (performance.now() >= end) break;
      }
    } finally {
      // Also where a task threw: the others must not wait for good.
      if (this.tasks.size > 0) this.request();
    }
  }
}
