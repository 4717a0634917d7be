import { homedir } from 'node:os';
import * as vscode from 'vscode';

/** A table or a picture of a page. */
interface Content {
  /** Without an ending. */
  readonly name: string;
  readonly format: 'csv' | 'svg' | 'png';
  readonly content: string | Uint8Array;
}

/** Where the last table or picture was saved. */
const FOLDER = 'savedIn';

/** Asks the user where to, and writes a table or a picture there; the folder is offered again the next time. */
export async function savePage({ name, format, content }: Content, memento: vscode.Memento): Promise<void> {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  const last = memento.get<string>(FOLDER);
  const folder = last === undefined ? (workspace?.uri ?? vscode.Uri.file(homedir())) : vscode.Uri.parse(last);
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, `${fileName(name)}.${format}`),
    filters: { [format.toUpperCase()]: [format] },
  });
  if (!uri) return;
  await memento.update(FOLDER, vscode.Uri.joinPath(uri, '..').toString());
  await vscode.workspace.fs.writeFile(uri, typeof content === 'string' ? new TextEncoder().encode(content) : content);
}

/** What no file system takes amiss. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N} ._-]+/gu, '-').replace(/^[.\s]+|[.\s]+$/g, '') || 'quanta';
}
