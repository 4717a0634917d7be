import { join } from 'node:path';
import type { DoctorReport } from '../../core/run/doctorReport';
import { readConfigFile } from '../../store/configFile';
import { recordRun, type RunOrigin } from '../runRecord';
import { examine } from './examine';
import { runtimeFacts } from './runtimeFacts';
import { THIS_SYSTEM } from './system';
import { tryInProcess } from './trialProcess';

/** The config that providers are tried with; it comes with Quanta, and so does its model. */
const CONFIG = 'quick.quanta.json';
const MEASURED_SECONDS = 1;
const LIMITS = { start: 30, rest: 30 };

/**
 * Looks at what this machine has to train on.
 *
 * @throws UserError where the training that providers are tried with is not there: Quanta is not installed as a whole
 */
export async function runDoctor(origin: RunOrigin): Promise<DoctorReport> {
  const parsed = await readConfigFile(join(origin.folders.bundled, CONFIG));
  const { config, model, device } = await recordRun(parsed, origin);
  return examine({
    system: THIS_SYSTEM,
    runtime: runtimeFacts(),
    device,
    precision: config.resolved.precision,
    tryOut: (provider, whyEnd) => {
      origin.trying?.(provider);
      const request = { provider, device, config: config.resolved, model: model.path, seconds: MEASURED_SECONDS };
      return tryInProcess(origin.program, request, { limits: LIMITS, whyEnd });
    },
  });
}
