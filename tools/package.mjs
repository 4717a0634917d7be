// `npm run package [-- [--out FOLDER] PLATFORM …]`: packs the extension for these platforms, or for all, into
// dist/packages or another folder.
import { createVSIX } from '@vscode/vsce';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describePackage } from './packaging/report.mjs';
import { PLATFORMS, stage } from './packaging/stage.mjs';
import { ROOT } from './setup.mjs';

const known = Object.keys(PLATFORMS);
const { values, positionals } = parseArgs({
  options: { out: { type: 'string', default: join(ROOT, 'dist', 'packages') } },
  allowPositionals: true,
});
const unknown = positionals.filter((platform) => !known.includes(platform));
if (unknown.length > 0) {
  console.error(`No such platform: ${unknown.join(', ')}. There are ${known.join(', ')}.`);
  process.exit(2);
}

const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
mkdirSync(values.out, { recursive: true });
const report = [];
for (const platform of positionals.length > 0 ? positionals : known) {
  const vsix = join(resolve(values.out), `${name}-${platform}-${version}.vsix`);
  // By its real name, which npm gives when it is asked for the dependencies.
  const folder = realpathSync.native(mkdtempSync(join(tmpdir(), 'quanta-package-')));
  try {
    stage(folder, platform);
    // There is no public repository yet that the links of the README could lead to.
    await createVSIX({
      cwd: folder,
      target: platform,
      packagePath: vsix,
      rewriteRelativeLinks: false,
      allowMissingRepository: true,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  report.push(...(await describePackage(vsix)));
}
console.log(report.join('\n'));
