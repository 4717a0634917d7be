import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Contestant } from './interleaved';
import type { Options } from './options';
import { inProject } from './project';

/** How a Python program of bench/peers introduces itself. */
interface Introduction {
  readonly name: string;
  readonly torch: string;
  readonly threads: number;
  readonly blas: string;
  readonly device: string;
}

/** The files that a peer works on. */
export interface PeerFiles {
  readonly model: string;
  readonly tokens: string;
  readonly config: string;
}

/** A Python program of bench/peers that waits for requests: see its serving.py. */
export class PythonPeer {
  private readonly answers: AsyncIterator<string>;
  private said = '';
  private introduction!: Introduction;

  private constructor(
    private readonly python: string,
    private readonly child: ChildProcessByStdio<Writable, Readable, Readable>,
  ) {
    this.answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.said = (this.said + text).slice(-5000)));
    child.stdin.on('error', () => undefined); // it has ended, which its missing answer tells
  }

  /** @throws Error where it cannot run there, saying why */
  static async start(python: string, script: string, files: PeerFiles, options: Options): Promise<PythonPeer> {
    const settings = ['--device', options.device, '--threads', String(options.threads)];
    const child = spawn(
      python,
      [inProject(`bench/peers/${script}`), files.model, files.tokens, files.config, ...settings],
      // Progress bars cost the peers time, and Debian's PyTorch takes one thread unless told.
      { stdio: 'pipe', env: { ...process.env, TQDM_DISABLE: '1', OMP_NUM_THREADS: String(options.threads) } },
    );
    await once(child, 'spawn');
    const peer = new PythonPeer(python, child);
    peer.introduction = (await peer.answer()) as Introduction;
    return peer;
  }

  /** `SAELens 6.54.12` */
  get name(): string {
    const { name, torch } = this.introduction;
    return name === 'PyTorch' ? `PyTorch ${torch}` : name;
  }

  /** What it runs on, in words. */
  get description(): string {
    const { torch, blas, device, threads } = this.introduction;
    const where = device === 'CPU' ? `${threads} threads, ${blas}` : device;
    return this.name.endsWith(torch) ? `${this.name} (${where})` : `${this.name} on PyTorch ${torch} (${where})`;
  }

  async ask(request: object): Promise<unknown> {
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    return this.answer();
  }

  /** Training steps of a program that trains in several ways, or in one. */
  contestant(flow?: string): Contestant {
    return {
      secondsPerStep: async (steps) => {
        const { seconds } = (await this.ask({ flow, steps })) as { seconds: number };
        return seconds / steps;
      },
    };
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.stdin.end();
    await once(this.child, 'close');
  }

  private async answer(): Promise<unknown> {
    const answer = await this.answers.next();
    if (answer.done !== true) return JSON.parse(answer.value) as unknown;
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
    const lastLine = this.said.trim().split('\n').at(-1)!;
    const ended = `it ended with ${this.child.exitCode ?? this.child.signalCode}`;
    throw new Error(`${this.python}: ${lastLine === '' ? ended : lastLine}`);
  }
}
