import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPromise } from 'yauzl';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const PACKER = join(ROOT, 'tools', 'package.mjs');

/** All that a package may hold, and how much of it there is at least. */
const PARTS: readonly (readonly [RegExp, number])[] = [
  [/^(\[Content_Types\]\.xml|extension\.vsixmanifest)$/, 2],
  [/^extension\/(package|package\.nls|package\.nls\.[\w-]+)\.json$/, 2],
  [/^extension\/(readme|changelog)\.md$|^extension\/LICENSE\.txt$/, 3],
  [/^extension\/dist\/(quanta|extension)\.cjs$/, 2],
  [/^extension\/dist\/THIRD_PARTY_LICENSES\.txt$/, 1],
  [/^extension\/dist\/webview\/\w+\.(js|css)$/, 2],
  [/^extension\/l10n\/bundle\.l10n(\.[\w-]+)?\.json$/, 0],
  [/^extension\/media\/[\w/.-]+\.(png|svg|md|pth|json)$/, 4],
  [/^extension\/schemas\/\w+\.schema\.json$/, 1],
  [/^extension\/node_modules\/onnxruntime-node\/(package\.json|dist\/\w+\.js)$/, 4],
  [/^extension\/node_modules\/onnxruntime-node\/bin\/napi-v6\/linux\/x64\/[\w.]+$/, 2],
  [/^extension\/node_modules\/onnxruntime-common\/(package\.json|dist\/cjs\/([\w-]+\.js|package\.json))$/, 10],
];

describe('the package for linux-x64', () => {
  let folder: string;
  let files: ReadonlyMap<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quanta-package-'));
    await promisify(execFile)(process.execPath, [PACKER, '--out', folder, 'linux-x64']);
    const [vsix, ...others] = await readdir(folder);
    expect(others).toEqual([]);
    files = await readTexts(join(folder, vsix!));
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('holds every part that is to be shipped, and nothing else', () => {
    const names = [...files.keys()];
    expect(names.filter((name) => !PARTS.some(([part]) => part.test(name)))).toEqual([]);
    const missing = PARTS.filter(([part, least]) => names.filter((name) => part.test(name)).length < least);
    expect(missing).toEqual([]);
  });

  it('has what its manifest names', () => {
    const manifest = JSON.parse(files.get('extension/package.json')!) as Record<'main' | 'icon', string>;
    for (const path of [manifest.main, manifest.icon]) {
      expect(files.has(join('extension', path).replaceAll('\\', '/')), path).toBe(true);
    }
    expect(files.get('extension.vsixmanifest')).toContain('TargetPlatform="linux-x64"');
  });

  it('leaves ONNX Runtime to the process that trains', () => {
    expect(files.get('extension/dist/quanta.cjs')).toMatch(/["']onnxruntime-node\/package\.json["']/);
    expect(files.get('extension/dist/extension.cjs')).not.toContain('onnxruntime-node');
  });

  it('has no source maps', () => {
    const bundles = [...files].filter(([name]) => name.startsWith('extension/dist/'));
    expect(bundles.filter(([, text]) => text.includes('sourceMappingURL='))).toEqual([]);
  });

  it('tells the licence of every dependency that it holds', () => {
    const licences = files.get('extension/dist/THIRD_PARTY_LICENSES.txt')!;
    for (const name of ['commander', 'onnxruntime-node', 'onnxruntime-common', 'yauzl', 'zod']) {
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(MIT\\)$`, 'm'));
    }
    expect(licences).toContain('Permission is hereby granted');
  });
});

it('refuses a platform that Quanta is not packed for', async () => {
  const packing = promisify(execFile)(process.execPath, [PACKER, 'linux-riscv64']);
  await expect(packing).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('No such platform: linux-riscv64. There are linux-x64,') as string,
  });
});

/** The files of a zip by name; those that are no texts, empty. */
async function readTexts(path: string): Promise<Map<string, string>> {
  const zip = await openPromise(path);
  const texts = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    const isText = /\.(cjs|json|txt|xml|md|vsixmanifest)$/.test(entry.fileName);
    texts.set(entry.fileName, isText ? await textOf(await zip.openReadStreamPromise(entry)) : '');
  }
  return texts;
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
