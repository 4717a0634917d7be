import { strictEqual } from 'node:assert';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';

suite('one of each', () => {
  test('passes', () => {
    strictEqual(vscode.workspace.workspaceFolders?.length, 1);
  });

  test('fails', () => {
    strictEqual(vscode.version, 'another');
  });

  test.skip('is skipped', () => undefined);
});
