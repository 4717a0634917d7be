/** What a member asks for: `steps` steps, of which Adam counts the first as `firstStep`. */
export interface Asked {
  readonly tokens: Int32Array;
  readonly steps: number;
  readonly firstStep: number;
  readonly learningRate: number;
}

interface Waiting<Answer> {
  readonly asked: Asked;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets members take each round together: whoever asks waits until all that are still there have asked for the same, and
 * then all are answered at once. Whoever leaves is waited for no more.
 */
export class Lockstep<Answer> {
  private readonly present: Set<number>;
  private readonly waiting = new Map<number, Waiting<Answer>>();
  private running = false;

  /** @param round answers members, in the order of their numbers, what each has asked */
  constructor(
    members: number,
    private readonly round: (asked: ReadonlyMap<number, Asked>) => Promise<ReadonlyMap<number, Answer>>,
  ) {
    this.present = new Set(Array.from({ length: members }, (_, member) => member));
  }

  /** The members that have not left. */
  get members(): ReadonlySet<number> {
    return this.present;
  }

  ask(member: number, asked: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.set(member, { asked, resolve, reject });
      void this.runWhereAllWait();
    });
  }

  leave(member: number): void {
    this.present.delete(member);
    void this.runWhereAllWait();
  }

  private async runWhereAllWait(): Promise<void> {
    if (this.running || this.waiting.size === 0 || this.waiting.size < this.present.size) return;
    this.running = true;
    const waiting = new Map([...this.waiting].toSorted(([a], [b]) => a - b));
    this.waiting.clear();
    try {
      refuseOutOfStep([...waiting.values()].map(({ asked }) => asked));
      const answers = await this.round(new Map([...waiting].map(([member, { asked }]) => [member, asked])));
      this.running = false;
      for (const [member, { resolve }] of waiting) resolve(answers.get(member)!);
    } catch (error) {
      this.running = false;
      for (const { reject } of waiting.values()) reject(error);
    }
  }
}

/** Members that read the same data have made as many steps, and have as many before them. */
function refuseOutOfStep([first, ...others]: readonly Asked[]): void {
  const isWrong = others.some(({ steps, firstStep }) => steps !== first!.steps || firstStep !== first!.firstStep);
  if (isWrong) throw new Error('SAEs that are trained together are not at the same step');
}
