import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { messageOf, UserError } from '../../core/errors';
import { NodeError } from './nodeError';

interface Waiting {
  readonly resolve: (line: string) => void;
  readonly reject: (error: Error) => void;
}

/** A command of the command line that answers every line it is given with one line, until it is ended. */
export class ServedCommand {
  private readonly waiting: Waiting[] = [];
  private errors = '';
  private end: Error | undefined;

  /** @param name what the command is called in messages */
  constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    name: string,
  ) {
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
    createInterface({ input: child.stdout }).on('line', (line) => this.waiting.shift()?.resolve(line));
    // What a process that is gone does not read any more: its end says why.
    child.stdin.on('error', () => undefined);
    child.once('error', (error) => {
      this.fail(new NodeError(`cannot start ${child.spawnfile}: ${messageOf(error)}`));
    });
    child.once('close', (code, signal) => {
      this.fail(new UserError(this.errors.trim() || `${name} ended with ${code ?? signal}`));
    });
  }

  /** Whether it answers no more. */
  get hasEnded(): boolean {
    return this.end !== undefined;
  }

  /** @throws UserError with what it says of its failure; NodeError where the Node does not start */
  async ask(line: string): Promise<string> {
    if (this.end) throw this.end;
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.child.stdin.write(`${line}\n`);
    });
  }

  /** Ends the process at once: it has nothing to save. */
  dispose(): void {
    this.child.kill('SIGKILL');
  }

  private fail(error: Error): void {
    this.end ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(this.end);
  }
}
