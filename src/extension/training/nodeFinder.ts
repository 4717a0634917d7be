import { stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { messageOf, UserError } from '../../core/errors';
import { fileExists } from '../../store/fileExists';
import { askNode, isNewEnough, OLDEST_NODE, type NodeProgram } from './nodeProgram';

/** The Node that training runs in. */
export interface NodeChoice extends NodeProgram {
  readonly source: 'setting' | 'path' | 'editor';
  /** Variables that it needs in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the user should know of the choice, one sentence each. */
  readonly notes: readonly string[];
}

/** What the extension's own process says of itself. */
export interface EditorProcess {
  readonly env: NodeJS.ProcessEnv;
  readonly execPath: string;
  readonly versions: { readonly node: string; readonly electron?: string };
}

const PROGRAM = process.platform === 'win32' ? 'node.exe' : 'node';
const WHAT_TO_DO = `install Node ${OLDEST_NODE} or newer and give its path in the setting quanta.nodePath`;

/**
 * Finds the Node for training: the one of the setting, else the first suitable one of PATH, else the editor's own. A
 * real Node comes first: the memory allocator of Electron, which the editor's own mostly is, ends processes in which
 * ONNX Runtime asks for large pieces.
 */
export class NodeFinder {
  private readonly answers = new Map<string, Promise<NodeProgram>>();

  constructor(private readonly editor: EditorProcess = process) {}

  /**
   * @param setting what the user has set; empty where the choice is left to us
   * @throws UserError where the setting names no suitable Node, or there is none at all
   */
  async find(setting: string): Promise<NodeChoice> {
    return setting === '' ? this.choose() : this.findSet(setting);
  }

  private async findSet(setting: string): Promise<NodeChoice> {
    if (!isAbsolute(setting)) {
      throw new UserError(`quanta.nodePath: expected the absolute path of a Node program, found ${setting}`);
    }
    try {
      return { ...(await this.ask(setting)), source: 'setting', environment: {}, notes: [] };
    } catch (error) {
      throw new UserError(`quanta.nodePath: ${messageOf(error)}: ${WHAT_TO_DO}, or leave the setting empty`);
    }
  }

  private async choose(): Promise<NodeChoice> {
    const notes: string[] = [];
    for (const path of this.places()) {
      if (!(await fileExists(path))) continue;
      try {
        return { ...(await this.ask(path)), source: 'path', environment: {}, notes };
      } catch (error) {
        notes.push(`Passed over in PATH: ${messageOf(error)}.`);
      }
    }
    return this.editorsOwn([...notes, `PATH has no Node ${OLDEST_NODE} or newer: training runs in the editor's own.`]);
  }

  private editorsOwn(notes: readonly string[]): NodeChoice {
    const { execPath: path, versions } = this.editor;
    if (!isNewEnough(versions.node)) {
      throw new UserError(`${notes.join(' ')} That is Node ${versions.node}, which is too old: ${WHAT_TO_DO}`);
    }
    const isElectron = versions.electron !== undefined;
    const environment = isElectron ? { ELECTRON_RUN_AS_NODE: '1' } : {};
    return { path, version: versions.node, source: 'editor', environment, notes };
  }

  /** Where PATH may have a Node. What is relative in it would depend on the folder that happens to be open. */
  private places(): string[] {
    const [, path = ''] = Object.entries(this.editor.env).find(([name]) => name.toUpperCase() === 'PATH') ?? [];
    const folders = path.split(delimiter).map((folder) => folder.replace(/^"(.*)"$/, '$1'));
    return [...new Set(folders.filter((folder) => isAbsolute(folder)))].map((folder) => join(folder, PROGRAM));
  }

  private async ask(program: string): Promise<NodeProgram> {
    // A program that was replaced is another one.
    const time = (await stat(program).catch(() => undefined))?.mtimeMs;
    const key = `${program} ${time}`;
    const answer = this.answers.get(key) ?? askNode(program, this.editor.env);
    this.answers.set(key, answer);
    // One that did not answer may only have been slow.
    answer.catch(() => this.answers.delete(key));
    return answer;
  }
}
