// The licences of the code by others that a package ships: bundled, or beside the bundles.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup.mjs';

/** Shipped as they are, since they load native libraries from their own folders. */
const BESIDE_THE_BUNDLES = ['node_modules/onnxruntime-node', 'node_modules/onnxruntime-common'];

/** Who holds the rights of the packages that come without the text of their licence. */
const HOLDERS = {
  '@bufbuild/protobuf': ['Copyright 2021-2026 Buf Technologies, Inc.', 'Copyright 2008 Google Inc.'],
  '@microsoft/fast-element': ['Copyright (c) Microsoft Corporation. All rights reserved.'],
  '@microsoft/fast-foundation': ['Copyright (c) Microsoft Corporation. All rights reserved.'],
  '@microsoft/fast-web-utilities': ['Copyright (c) Microsoft Corporation. All rights reserved.'],
  '@vscode/l10n': ['Copyright (c) Microsoft Corporation. All rights reserved.'],
  'onnx-buf': ['Copyright (c) Eric Zhang'],
  'onnxruntime-common': ['Copyright (c) Microsoft Corporation'],
  'onnxruntime-node': [
    'Copyright (c) Microsoft Corporation',
    'Its libraries hold code by others: https://github.com/microsoft/onnxruntime/blob/main/ThirdPartyNotices.txt',
  ],
};

/** The texts for these, by their SPDX names. */
const STANDARD_TEXTS = {
  MIT: join(ROOT, 'tools/packaging/licences/MIT.txt'),
  'BSD-3-Clause': join(ROOT, 'tools/packaging/licences/BSD-3-Clause.txt'),
  'Apache-2.0': join(ROOT, 'LICENSE'),
};

/**
 * One text with the licences of every package that esbuild's metafiles name, and of those beside the bundles.
 * @throws Error naming the package of which the licence is not known
 */
export function thirdPartyLicences(metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const bundled = inputs.flatMap((path) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  const folders = [...new Set([...bundled, ...BESIDE_THE_BUNDLES])];
  const sections = folders.map((folder) => {
    const manifest = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
    manifest.license = manifest.license.replace(/^\((.*)\)$/, '$1');
    const title = `${manifest.name} ${manifest.version} (${manifest.license})`;
    return [title, '-'.repeat(title.length), '', licenceOf(folder, manifest)].join('\n');
  });
  return ['Quanta is shipped with the following software by others.', ...sections.toSorted()].join('\n\n\n') + '\n';
}

function licenceOf(folder, { name, license }) {
  const files = readdirSync(join(ROOT, folder)).filter((file) => /^(licen[cs]e|copying|\w*notices?)\b/i.test(file));
  if (files.length > 0) return files.map((file) => textOf(join(ROOT, folder, file))).join('\n\n');
  const texts = license.split(' AND ');
  if (!(name in HOLDERS) || texts.some((text) => !(text in STANDARD_TEXTS))) {
    throw new Error(
      `${name} comes without the text of its licence (${license}): name its holder in ${import.meta.url}`,
    );
  }
  return [HOLDERS[name].join('\n'), ...texts.map((text) => textOf(STANDARD_TEXTS[text]))].join('\n\n');
}

function textOf(file) {
  return readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim();
}
