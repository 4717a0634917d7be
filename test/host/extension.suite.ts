import { deepStrictEqual, strictEqual } from 'node:assert';
import { suite, suiteSetup, test } from 'mocha';
import * as vscode from 'vscode';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

suite('the extension', () => {
  let extension: vscode.Extension<unknown>;

  suiteSetup(async () => {
    extension = vscode.extensions.getExtension('quanta.quanta')!;
    await extension.activate();
  });

  test('is active', () => {
    strictEqual(extension.isActive, true);
  });

  test('has every command that its manifest announces', async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    const announced = (extension.packageJSON as Manifest).contributes.commands.map(({ command }) => command);
    deepStrictEqual(
      announced.filter((command) => !known.has(command)),
      [],
    );
  });
});
