import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installEditor } from '../../test/editor/install.mjs';
import { ROOT } from '../setup.mjs';
import { sum } from './counts.mjs';
import { runVitest } from './vitest.mjs';

/**
 * Installs the editor and runs what needs one, a browser or a Slurm; returns the counts. Where there is no editor, its
 * tests are listed as skipped, with the reason. QUANTA_TEST_VSCODE=desktop runs the suites of the extension host in VS Code
 * for the desktop.
 */
export function runEditorTests() {
  const editor = installEditor();
  const onDesktop = process.env.QUANTA_TEST_VSCODE === 'desktop';
  const projects = [
    'webview',
    'webgpu',
    'slurm',
    ...(editor.ready || onDesktop ? ['host'] : []),
    ...(editor.ready ? ['journeys'] : []),
  ];
  const without = ['host', 'journeys'].filter((project) => !projects.includes(project));
  const skipped = without.flatMap((project) => testFiles(`test/${project}`));
  for (const file of skipped) console.log(`skipped: ${file}: ${editor.reason}`);
  return sum(runVitest('vitest.editor.config.mts', projects), { passed: 0, failed: 0, skipped: skipped.length });
}

/** The files with tests; of the one that runs the suites, the suites instead. */
function testFiles(folder) {
  return readdirSync(join(ROOT, folder))
    .filter((name) => /\.(suite|test)\.ts$/.test(name) && name !== 'suites.test.ts')
    .map((name) => `${folder}/${name}`);
}
