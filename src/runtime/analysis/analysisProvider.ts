import { messageOf, UserError } from '../../core/errors';
import type { UsableProvider } from '../provider';
import { failureText } from '../providers/failureText';
import { findObstacles } from '../providers/obstacles';
import { runtimeFacts } from '../providers/runtimeFacts';
import { THIS_SYSTEM } from '../providers/system';
import { AnalysisStopped } from './analysisReporter';

/**
 * Refuses a provider that was asked for by name and that this machine lacks, before anything is computed.
 *
 * @throws UserError with what it lacks and what to do about it
 */
export async function refuseMissing(provider: UsableProvider): Promise<void> {
  const obstacles = (await findObstacles(provider, THIS_SYSTEM, runtimeFacts())).filter(({ guess }) => !guess);
  if (obstacles.length === 0) return;
  const lines = obstacles.map(({ what, remedy }) => `  ${what}: ${remedy}`);
  throw new UserError(
    `--provider: "${provider}" cannot be used here; leave it out, to compute on the CPU, or see to this:\n` +
      lines.join('\n'),
  );
}

/** What an analysis failed with: on another provider than the CPU, that it was the provider, and what to do then. */
export function failureOn(provider: UsableProvider, error: unknown): unknown {
  if (provider === 'cpu' || error instanceof UserError || error instanceof AnalysisStopped) return error;
  const reason = failureText(messageOf(error), '');
  return new UserError(`provider "${provider}": ${reason}; leave --provider out, to compute on the CPU`);
}
