import { appendFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { fileExists } from '../store/fileExists';
import { readOrEmpty } from '../store/textFile';
import { covers, ignorePattern } from './gitignorePattern';

/**
 * Offers, once for a workspace folder, to keep runs out of version control.
 *
 * @param runsFolder where the runs of the folder are
 */
export async function offerGitignore(memento: vscode.Memento, folder: string, runsFolder: string): Promise<void> {
  const asked = `gitignoreAsked:${folder}`;
  const pattern = ignorePattern(folder, runsFolder);
  if (pattern === undefined || memento.get<boolean>(asked, false) || !(await isInRepository(folder))) return;
  const path = join(folder, '.gitignore');
  const text = await readOrEmpty(path);
  if (text.split(/\r?\n/).some((line) => covers(line, pattern))) return;
  await memento.update(asked, true);
  const add = vscode.l10n.t('Add to .gitignore');
  const message = vscode.l10n.t('Runs are kept in {0}. Keep them out of version control?', pattern);
  const choice = await vscode.window.showInformationMessage(message, add, vscode.l10n.t('No'));
  if (choice === add) await appendFile(path, `${text === '' || text.endsWith('\n') ? '' : '\n'}${pattern}\n`);
}

async function isInRepository(folder: string): Promise<boolean> {
  if (await fileExists(join(folder, '.git'))) return true;
  const parent = dirname(folder);
  return parent !== folder && isInRepository(parent);
}
