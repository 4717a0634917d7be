import type { ResolvedSweep } from '../../core/config/resolveSweep';
import type { TrialParameters } from '../../core/sweep/searchSpace';

/** The name of a sweep's config file and a trial of the sweep. */
interface TrialOf {
  readonly config: string;
  readonly trial: number;
}

/** A training config of what a trial trains, for the user to keep and to edit; its paths are those of the sweep's file. */
export function trialConfigText(
  { config, trial }: TrialOf,
  { base }: Pick<ResolvedSweep, 'base'>,
  parameters: TrialParameters,
): string {
  const comment = `Trial ${trial} of the sweep ${config}. Relative paths are from that file's folder.`;
  return configText([comment], { ...base, ...parameters });
}

/**
 * A training config that goes on from the SAE of a trial.
 *
 * @param initFrom the SAE's folder, as the config is to name it
 * @param epochs how many more
 */
export function longerConfigText(
  { config, trial }: TrialOf,
  { base }: Pick<ResolvedSweep, 'base'>,
  parameters: TrialParameters,
  { initFrom, epochs }: { readonly initFrom: string; readonly epochs: number },
): string {
  const comments = [
    `Goes on from the SAE of trial ${trial} of the sweep ${config}.`,
    "The questions begin again where the trial's did: with another seed they are others.",
  ];
  return configText(comments, { ...base, ...parameters, init_from: initFrom, num_epochs: epochs });
}

function configText(comments: readonly string[], { kind, ...keys }: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries({ kind, ...keys }).map(([key, value]) => `  ${JSON.stringify(key)}: ${textOf(value)}`);
  return ['{', ...comments.map((comment) => `  // ${comment}`), lines.join(',\n'), '}', ''].join('\n');
}

/** On one line, as a person would write it. */
function textOf(value: unknown): string {
  return JSON.stringify(value, null, 1).replace(/\s*\n\s*/g, ' ');
}
