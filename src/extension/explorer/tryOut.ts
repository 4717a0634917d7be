import * as z from 'zod';
import { messageOf } from '../../core/errors';
import { triedSchema, type Tried, type TryRequest } from '../../core/run/tried';
import type { QuantaProgram } from '../training/quantaProgram';
import type { ServedCommand } from '../training/servedCommand';

export type TryAnswer = Tried | { readonly problem: string };

const answerSchema = z.union([z.strictObject({ problem: z.string() }), triedSchema]);

/**
 * Puts questions to one SAE and its model: the process that answers is started with the first question and stays, so
 * that the model is read once. Where it has died, the next question starts another one.
 */
export class TryOut {
  private process: ServedCommand | undefined;
  private next: { readonly id: number; readonly request: TryRequest } | undefined;
  private isBusy = false;
  private isDisposed = false;

  /**
   * @param directory of the run
   * @param refusal why no process may be started; undefined where one may
   */
  constructor(
    private readonly program: QuantaProgram,
    private readonly directory: string,
    private readonly refusal: () => string | undefined,
    private readonly tell: (id: number, answer: TryAnswer) => void,
  ) {}

  /** Asks a question. One that waits for its turn is dropped then: who asks wants to know of the last one. */
  async try(id: number, request: TryRequest): Promise<void> {
    this.next = { id, request };
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      for (let asked = this.take(); asked; asked = this.take()) {
        const answer = await this.answer(asked.request);
        if (!this.isDisposed) this.tell(asked.id, answer);
      }
    } finally {
      this.isBusy = false;
    }
  }

  /** The files are others now: the next question is put to what they say. */
  restart(): void {
    this.process?.dispose();
    this.process = undefined;
  }

  dispose(): void {
    this.isDisposed = true;
    this.restart();
  }

  private take() {
    const { next } = this;
    this.next = undefined;
    return this.isDisposed ? undefined : next;
  }

  private async answer(request: TryRequest): Promise<TryAnswer> {
    const refusal = this.refusal();
    if (refusal !== undefined) return { problem: refusal };
    let process: ServedCommand | undefined;
    try {
      process = await this.started();
      return answerSchema.parse(JSON.parse(await process.ask(JSON.stringify(request))));
    } catch (error) {
      if (process && process !== this.process && !this.isDisposed) return this.answer(request);
      // Whatever it would say next could be the answer to another question.
      this.restart();
      return { problem: messageOf(error) };
    }
  }

  private async started(): Promise<ServedCommand> {
    if (this.process && !this.process.hasEnded) return this.process;
    const process = await this.program.serve(['try', this.directory, '--json']);
    // The panel was closed while a Node was being looked for.
    if (this.isDisposed) process.dispose();
    this.process = process;
    return process;
  }
}
