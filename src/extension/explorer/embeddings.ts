import { EMBEDDED_QUESTIONS, embeddingLineSchema } from '../../core/run/embeddingLine';
import { messageOf } from '../../core/errors';
import type { Embedding, EmbeddingKey, TaskState } from '../../protocol/explorer';
import type { QuantaProgram } from '../training/quantaProgram';

interface Task {
  readonly key: EmbeddingKey;
  readonly cancel: AbortController;
  state: TaskState;
}

/** The embeddings of one SAE's encodings that a page asks for: one is computed at a time, and each of them once. */
export class Embeddings {
  private readonly known = new Map<string, Embedding>();
  private task: Task | undefined;

  /**
   * @param directory with the files of the analysis
   * @param refusal why no process may be started; undefined where one may
   * @param tell is told how far an embedding is, and at last what it is
   */
  constructor(
    private readonly program: QuantaProgram,
    private readonly directory: string,
    private readonly refusal: () => string | undefined,
    private readonly tell: (key: EmbeddingKey, result: Embedding | TaskState) => void,
  ) {}

  /** Computes an embedding where it is not known; another one that is being computed is stopped. */
  async embed(key: EmbeddingKey): Promise<void> {
    const known = this.known.get(idOf(key));
    if (known) {
      this.tell(key, known);
      return;
    }
    if (this.task && idOf(this.task.key) === idOf(key)) {
      this.tell(key, this.task.state);
      return;
    }
    this.stop();
    const refusal = this.refusal();
    if (refusal === undefined) await this.compute(key);
    else this.tell(key, { state: 'failed', message: refusal });
  }

  /** Ends the computation that is under way. */
  stop(): void {
    const { task } = this;
    if (!task) return;
    this.task = undefined;
    task.cancel.abort();
    this.tell(task.key, { state: 'stopped' });
  }

  /** There is another analysis: its encodings are others. */
  forget(): void {
    this.stop();
    this.known.clear();
  }

  private async compute(key: EmbeddingKey): Promise<void> {
    const task: Task = { key, cancel: new AbortController(), state: { state: 'running', stage: null, done: 0 } };
    this.task = task;
    this.tell(key, task.state);
    try {
      const embedding = await this.resultOf(task);
      // One that was stopped has been told of.
      if (this.task !== task || !embedding) return;
      this.known.set(idOf(key), embedding);
      this.task = undefined;
      this.tell(key, embedding);
    } catch (error) {
      if (this.task !== task) return;
      this.task = undefined;
      this.tell(key, { state: 'failed', message: messageOf(error) });
    }
  }

  private async resultOf(task: Task): Promise<Embedding | undefined> {
    let embedding: Embedding | undefined;
    const onLine = (text: string) => {
      const line = embeddingLineSchema.parse(JSON.parse(text));
      if (line.type === 'embedding') embedding = line;
      else this.progress(task, line.done);
    };
    const args = ['embed', this.directory, ...argumentsOf(task.key), '--json'];
    if (!(await this.program.run(args, { onLine, signal: task.cancel.signal }))) return undefined;
    if (!embedding) throw new Error('quanta embed ended without an embedding');
    return embedding;
  }

  private progress(task: Task, done: number): void {
    if (this.task !== task) return;
    task.state = { state: 'running', stage: null, done };
    this.tell(task.key, task.state);
  }
}

function argumentsOf({ position, method, perplexity }: EmbeddingKey): string[] {
  const ofMethod = perplexity === null ? [] : ['--perplexity', String(perplexity)];
  return ['--position', `P${position}`, '--method', method, ...ofMethod, '--questions', String(EMBEDDED_QUESTIONS)];
}

function idOf({ position, method, perplexity }: EmbeddingKey): string {
  return `${method} ${position} ${perplexity}`;
}
