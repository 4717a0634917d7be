import { spawn, type ChildProcessByStdio, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { messageOf, UserError } from '../../core/errors';
import { NodeError } from './nodeError';
import type { NodeFinder } from './nodeFinder';
import { withoutEditor } from './processEnvironment';
import { ServedCommand } from './servedCommand';

export interface CommandOptions {
  /** Called with each line that it prints. */
  readonly onLine: (line: string) => void;
  /** Ends it: it is asked to, as by Ctrl-C in a terminal. */
  readonly signal: AbortSignal;
  /** Beside those of the editor. */
  readonly variables?: NodeJS.ProcessEnv;
}

/** The command line's program, for commands that are waited for or asked, in the Node that training would run in. */
export class QuantaProgram {
  /**
   * @param cli path of the command line's program
   * @param nodePath what the user has set as the Node to train in; empty where the choice is left to us
   */
  constructor(
    private readonly cli: string,
    private readonly finder: NodeFinder,
    private readonly nodePath: () => string,
    private readonly environment: NodeJS.ProcessEnv = process.env,
  ) {}

  /**
   * Runs a command to its end.
   *
   * @returns whether it ran to its end; false where it was ended by the signal
   * @throws what `onLine` throws; UserError with what it says of its failure, or where there is no Node; NodeError where
   * that does not start
   */
  async run(args: readonly string[], { onLine, signal, variables = {} }: CommandOptions): Promise<boolean> {
    const child = await this.start(args, 'ignore', variables);
    const end = () => void child.kill();
    signal.addEventListener('abort', end);
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    let fault: unknown;
    createInterface({ input: child.stdout }).on('line', (line) => {
      try {
        onLine(line);
      } catch (error) {
        fault ??= error;
        end();
      }
    });
    try {
      const how = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
        child.once('error', (error) => reject(new NodeError(`cannot start ${child.spawnfile}: ${messageOf(error)}`)));
        child.once('close', (code, endedBy) => resolve(code ?? endedBy));
        if (signal.aborted) end();
      });
      if (fault !== undefined) throw fault as Error;
      if (signal.aborted) return false;
      if (how !== 0) throw new UserError(errors.trim() || `quanta ${args.join(' ')} ended with ${how}`);
      return true;
    } finally {
      signal.removeEventListener('abort', end);
    }
  }
  /**
   * Starts a command that answers line by line; the caller must dispose of it.
   *
   * @throws UserError where there is no Node
   */
  async serve(args: readonly string[]): Promise<ServedCommand> {
    return new ServedCommand(await this.start(args, 'pipe'), `quanta ${args.join(' ')}`);
  }

  private start(
    args: readonly string[],
    input: 'ignore',
    variables: NodeJS.ProcessEnv,
  ): Promise<ChildProcessByStdio<null, Readable, Readable>>;
  private start(args: readonly string[], input: 'pipe'): Promise<ChildProcessWithoutNullStreams>;
  private async start(args: readonly string[], input: 'ignore' | 'pipe', variables: NodeJS.ProcessEnv = {}) {
    const node = await this.finder.find(this.nodePath());
    return spawn(node.path, [this.cli, ...args], {
      env: { ...withoutEditor(this.environment), ...variables, ...node.environment },
      windowsHide: true,
      stdio: [input, 'pipe', 'pipe'],
    });
  }
}
