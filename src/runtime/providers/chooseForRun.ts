import { PROVIDER_VARIABLE } from '../../core/run/askedProvider';
import { UserError } from '../../core/errors';
import type { UsableProvider } from '../../core/run/providerRecord';
import type { RunFile } from '../../core/run/runFile';
import { refusePrecision, whyNotIn } from '../precision';
import type { RunOrigin } from '../runRecord';
import { chooseAgain, chooseProvider, type ChoiceContext } from './chooseProvider';
import { runtimeFacts } from './runtimeFacts';
import { THIS_SYSTEM } from './system';
import { tryInProcess } from './trialProcess';

/** Enough to tell providers apart. */
const MEASURED_SECONDS = 0.5;
const LIMITS = { start: 30, rest: 60 };

/**
 * Chooses the provider for a run, as its record asks. A run that `auto` has given one before keeps it.
 *
 * @returns the record with the choice in it
 * @throws UserError where the provider asked for by name cannot be used
 */
export async function chooseForRun(
  record: RunFile,
  origin: Pick<RunOrigin, 'program' | 'trying'>,
): Promise<{ record: RunFile; provider: UsableProvider }> {
  const { asked, asked_by, used: before } = record.provider;
  if (asked === 'auto' && before === 'cpu') return { record, provider: before };
  const context = contextOf(record, origin);
  const { precision } = record.config.resolved;
  try {
    if (asked !== 'auto') refusePrecision(precision, asked);
    const choice = await (asked === 'auto' && before !== null
      ? chooseAgain(before, context)
      : chooseProvider(asked, context));
    refusePrecision(precision, choice.used);
    return { record: { ...record, provider: { ...record.provider, ...choice } }, provider: choice.used };
  } catch (error) {
    if (!(error instanceof UserError) || asked_by !== 'setting') throw error;
    throw new UserError(`${PROVIDER_VARIABLE} (in VS Code: the setting quanta.provider): ${error.message}`);
  }
}

function contextOf(
  { config, model, device }: RunFile,
  { program, trying }: Pick<RunOrigin, 'program' | 'trying'>,
): ChoiceContext {
  return {
    system: THIS_SYSTEM,
    runtime: runtimeFacts(),
    device,
    precision: config.resolved.precision,
    tryOut: (provider, whyEnd) => {
      const reason = whyNotIn(config.resolved.precision, provider);
      if (reason !== undefined && provider !== 'cpu') return Promise.resolve({ works: false, reason });
      trying?.(provider);
      // The CPU is what others are compared with, whether it could train the run or not.
      const resolved = reason === undefined ? config.resolved : { ...config.resolved, precision: 'float32' as const };
      const request = { provider, device, config: resolved, model: model.path, seconds: MEASURED_SECONDS };
      return tryInProcess(program, request, { limits: LIMITS, whyEnd });
    },
  };
}
