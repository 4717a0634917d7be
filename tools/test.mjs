// `npm test`: sets up, then runs every check of the project and its tests, says which failed, and counts them in one last line.
import { setUp } from './setup.mjs';
import { runChecks } from './testing/checks.mjs';
import { sum } from './testing/counts.mjs';
import { runEditorTests } from './testing/editor.mjs';
import { runVitest } from './testing/vitest.mjs';

setUp();
const counts = sum(runChecks(), runVitest('vitest.config.mts'), runEditorTests());
// Their output lies far above by now, or was cut off.
for (const failure of counts.failures) console.log(`\nFAILED: ${failure}`);
console.log(`\nquanta: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
