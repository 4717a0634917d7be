import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { newConfigStem, newConfigText, type ModelReference } from './newConfig';
import type { ChosenModel, Choices } from './questions';

/** Whether a file is a config of ours, by its name. */
export function isConfigFile(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && uri.path.endsWith('.quanta.json');
}

/** Writes a config of what the user chose into a folder; returns its path. */
export async function writeNewConfig({ model, layer, sae, length }: Choices, folder: string): Promise<string> {
  const config = { model: referenceTo(model), layer, sae, length };
  return writeNewFile(folder, newConfigStem(config, model.entry.name), newConfigText(config, folder));
}

/** How a config names a model: one that comes with the extension by its name. */
export function referenceTo({ entry }: ChosenModel): ModelReference {
  return entry.place === 'bundled' ? { name: entry.name } : { path: entry.path };
}

/** Writes a config file into a folder, under a name that no other file has; returns its path. */
export async function writeNewFile(folder: string, stem: string, text: string): Promise<string> {
  for (let n = 1; ; n++) {
    const path = join(folder, `${stem}${n === 1 ? '' : `-${n}`}.quanta.json`);
    try {
      await writeFile(path, text, { flag: 'wx' });
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** The text of a config file as it stands in the editor, saved first where it has changed. */
export async function savedText(uri: vscode.Uri): Promise<string | undefined> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isDirty && !(await document.save())) return undefined;
  return document.getText();
}
