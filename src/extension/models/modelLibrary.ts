import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../core/errors';
import { FolderListing } from '../../store/folderListing';
import { readModelFile, type ModelFile } from '../../store/modelFile';
import { modelFilesUnder } from '../../store/workspaceModels';
import { workspaceFolders } from '../settings';

/** A checkpoint that was found; what is known of it is read when it is asked for. */
export interface ModelEntry {
  readonly path: string;
  /** The file's name without `.pth`. */
  readonly name: string;
  readonly place: 'bundled' | 'workspace';
}

/** What a checkpoint is: a model, no model that we can run, or not read because the workspace is not trusted. */
export type ModelContent =
  | { readonly kind: 'model'; readonly file: ModelFile }
  | { readonly kind: 'broken'; readonly reason: string }
  | { readonly kind: 'untrusted' };

/** The models at hand: those that come with the extension, and the `.pth` files of the workspace. */
export class ModelLibrary implements vscode.Disposable {
  private readonly changeEmitter = new vscode.EventEmitter<void>();
  private readonly cache = new Map<string, { readonly modified: number; readonly content: ModelContent }>();
  private readonly subscriptions: vscode.Disposable;
  /** One after another: a folder may hold thousands of checkpoints. */
  private reading: Promise<unknown> = Promise.resolve();

  readonly onDidChange = this.changeEmitter.event;

  /** @param bundledFolder the folder of the models that come with the extension */
  constructor(private readonly bundledFolder: string) {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.{pth,json}');
    const changed = (uri: vscode.Uri) => {
      if (/\.pth$|_train\.json$/.test(uri.path)) this.refresh();
    };
    this.subscriptions = vscode.Disposable.from(
      this.changeEmitter,
      watcher,
      watcher.onDidCreate(changed),
      watcher.onDidChange(changed),
      watcher.onDidDelete(changed),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.refresh()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.refresh()),
    );
  }

  /** Forgets what was read. */
  refresh(): void {
    this.cache.clear();
    this.changeEmitter.fire();
  }

  async list(place: ModelEntry['place']): Promise<ModelEntry[]> {
    const folders = place === 'bundled' ? [this.bundledFolder] : workspaceFolders().map(({ uri }) => uri.fsPath);
    const listing = new FolderListing();
    const found = await Promise.all(folders.map((folder) => modelFilesUnder(folder, listing)));
    const paths = [...new Set(found.flat())];
    // The extension's own folder may be the workspace.
    const bundled = place === 'bundled' ? [] : await this.list('bundled');
    return paths
      .filter((path) => !bundled.some((entry) => entry.path === path))
      .map((path) => ({ path, name: basename(path, '.pth'), place }));
  }

  /** Reads a checkpoint's tensor shapes and what lies beside it; none of the workspace's while that is not trusted. */
  async read({ path, place }: ModelEntry): Promise<ModelContent> {
    if (place === 'workspace' && !vscode.workspace.isTrusted) return { kind: 'untrusted' };
    const content = this.reading.then(() => this.readNow(path));
    this.reading = content;
    return content;
  }

  private async readNow(path: string): Promise<ModelContent> {
    try {
      const modified = (await stat(path)).mtimeMs;
      const known = this.cache.get(path);
      if (known?.modified === modified) return known.content;
      const content = await readModel(path);
      this.cache.set(path, { modified, content });
      return content;
    } catch (error) {
      return { kind: 'broken', reason: messageOf(error) };
    }
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}

async function readModel(path: string): Promise<ModelContent> {
  try {
    return { kind: 'model', file: await readModelFile(path) };
  } catch (error) {
    return { kind: 'broken', reason: messageOf(error) };
  }
}
