import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../../src/extension/commandIds';
import manifest from '../../../package.json';
import texts from '../../../package.nls.json';

const ROOT = resolve(__dirname, '..', '..', '..');
const { contributes } = manifest;
const commands = contributes.commands.map(({ command }) => command);

it('declares the commands that the extension registers, and no other', () => {
  expect(commands.toSorted()).toEqual(Object.values<string>(COMMANDS).toSorted());
});

it('shows in menus, keys and views only commands that it declares', () => {
  const items = Object.values(contributes.menus).flat();
  for (const { command } of [...items, ...contributes.keybindings]) expect(commands).toContain(command);
  const linked = Object.values(texts).flatMap((text) => [...text.matchAll(/\(command:(quanta\.\w+)\)/g)]);
  expect(linked).not.toEqual([]);
  for (const [, command] of linked) expect(commands).toContain(command);
});

it('has a text for every key in the manifest, and none that is not used', () => {
  const used = [...readFileSync(join(ROOT, 'package.json'), 'utf8').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
  expect(used.toSorted()).toEqual(Object.keys(texts).toSorted());
});

it('names pictures that are there', () => {
  const pictures = [manifest.icon, ...contributes.viewsContainers.activitybar.map(({ icon }) => icon)];
  for (const picture of pictures) expect(existsSync(join(ROOT, picture)), picture).toBe(true);
});

it('restricts in untrusted workspaces every setting that names a program or a folder', () => {
  const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  expect(restrictedConfigurations.toSorted()).toEqual(Object.keys(contributes.configuration.properties).toSorted());
});
