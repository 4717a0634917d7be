import { appendFile, readFile } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { fileExists } from '../store/fileExists';

const ASKED = 'gitignoreAsked';

/**
 * Offers, once in a workspace, to keep runs out of version control.
 *
 * @param runsFolder where the runs of the folder are
 */
export async function offerGitignore(memento: vscode.Memento, folder: string, runsFolder: string): Promise<void> {
  if (memento.get<boolean>(ASKED, false) || !(await fileExists(join(folder, '.git')))) return;
  const pattern = ignorePattern(folder, runsFolder);
  const path = join(folder, '.gitignore');
  const text = await readFile(path, 'utf8').catch(() => '');
  if (pattern === undefined || text.split(/\r?\n/).some((line) => covers(line, pattern))) return;
  await memento.update(ASKED, true);
  const add = vscode.l10n.t('Add to .gitignore');
  const message = vscode.l10n.t('Runs are kept in {0}. Keep them out of version control?', pattern);
  const choice = await vscode.window.showInformationMessage(message, add, vscode.l10n.t('No'));
  if (choice === add) await appendFile(path, `${text === '' || text.endsWith('\n') ? '' : '\n'}${pattern}\n`);
}

/** The first folder on the way to the runs; undefined where they are kept elsewhere, or right in the workspace folder. */
function ignorePattern(folder: string, runsFolder: string): string | undefined {
  const way = relative(folder, runsFolder);
  if (way === '' || way.startsWith('..') || isAbsolute(way)) return undefined;
  return `${way.split(sep)[0]!}/`;
}

function covers(line: string, pattern: string): boolean {
  return (
    line
      .trim()
      .replace(/^\//, '')
      .replace(/\/?\**$/, '') === pattern.slice(0, -1)
  );
}
