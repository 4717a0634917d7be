import { execFile, type ExecFileException } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';
import { engines } from '../../../package.json';
import { UserError } from '../../core/errors';
import { withoutEditor } from './processEnvironment';

/** The oldest Node that training runs in, such as 20.19.0. */
export const OLDEST_NODE = engines.node.replace('>=', '');

/** A Node that training can run in. */
export interface NodeProgram {
  /** The program itself, where what was asked is a link to it, or a script that starts it. */
  readonly path: string;
  readonly version: string;
}

const ANSWER_SECONDS = 20;
const QUESTION =
  'JSON.stringify({ path: process.execPath, version: process.versions.node, electron: process.versions.electron })';
const answerSchema = z.object({ path: z.string(), version: z.string(), electron: z.string().optional() });

/**
 * Asks a program which Node it is.
 * @throws UserError saying why training cannot run in it
 */
export async function askNode(program: string, environment: NodeJS.ProcessEnv): Promise<NodeProgram> {
  const { path, version, electron } = parse(program, await answerOf(program, environment));
  if (electron !== undefined) throw new UserError(`${program} is Electron ${electron}, no real Node`);
  if (!isNewEnough(version)) {
    throw new UserError(`${program} is Node ${version}, and training needs ${OLDEST_NODE} or newer`);
  }
  return { path, version };
}

/** Whether training can run in this version of Node. */
export function isNewEnough(version: string): boolean {
  const [found, oldest] = [version, OLDEST_NODE].map((text) => text.split('.').map(Number));
  const differing = oldest!.findIndex((number, i) => number !== found![i]);
  return differing === -1 || found![differing]! > oldest![differing]!;
}

async function answerOf(program: string, environment: NodeJS.ProcessEnv): Promise<string> {
  // What options the user gives to Node is no matter of which one it is. An editor's own program is Electron: without
  // the other variable it would open a window instead of answering.
  const env = { ...withoutEditor(environment), NODE_OPTIONS: '', ELECTRON_RUN_AS_NODE: '1' };
  const options = { env, timeout: 1000 * ANSWER_SECONDS, windowsHide: true };
  try {
    return (await promisify(execFile)(program, ['-p', QUESTION], options)).stdout;
  } catch (error) {
    throw new UserError(`${program} ${reasonOf(error as ExecFileException)}`);
  }
}

function reasonOf({ code, signal, killed }: ExecFileException): string {
  if (code === 'ENOENT') return 'is not there';
  if (code === 'EACCES') return 'is not a program that you may run';
  if (killed) return `is no Node: it did not answer within ${ANSWER_SECONDS} seconds`;
  return `is no Node: asked for its version, it failed (${code ?? signal ?? 'for no reason that it gave'})`;
}

function parse(program: string, answer: string): z.infer<typeof answerSchema> {
  try {
    return answerSchema.parse(JSON.parse(answer));
  } catch {
    throw new UserError(
      `${program} is no Node: asked for its version, it said ${JSON.stringify(answer.slice(0, 100))}`,
    );
  }
}
