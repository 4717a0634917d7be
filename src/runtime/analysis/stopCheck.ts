import { fileExists } from '../../store/fileExists';
import type { Proceed } from './poolPasses';
import { AnalysisStopped } from './analysisReporter';

/** Looking for a file costs more than some calls of the runtime. */
const MILLISECONDS_BETWEEN_LOOKS = 250;

/** Throws `AnalysisStopped` once a stop is requested, or a file asks for it. */
export function stopCheck(stopFile: string, requested: () => boolean): Proceed {
  let looked = -Infinity;
  return async () => {
    const now = performance.now();
    const looks = now - looked >= MILLISECONDS_BETWEEN_LOOKS;
    // Signals arrive between two turns of the event loop.
    if (looks) await new Promise(setImmediate);
    if (requested() || (looks && (await fileExists(stopFile)))) throw new AnalysisStopped('stopped as asked');
    if (looks) looked = now;
  };
}
