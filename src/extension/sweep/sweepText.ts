import type { ObjectiveName } from '../../core/config/sweepConfig';
import { figure } from '../../core/run/figures';
import type { LedgerTrial } from '../../core/sweep/ledger';
import type { ParameterValue, SearchSpace, TrialParameters } from '../../core/sweep/searchSpace';

/** The keys of a space that trials differ by: a choice of one value is none. */
export function searchedKeys(space: SearchSpace): string[] {
  return space.filter((dimension) => dimension.kind === 'range' || dimension.values.length > 1).map(({ key }) => key);
}

/** `encoding_dim 64, l1_weight 0.0001`: the values of the keys that trials differ by. */
export function parametersText(parameters: TrialParameters, keys: readonly string[]): string {
  const shown = keys.flatMap((key) => (parameters[key] === undefined ? [] : [`${key} ${valueText(parameters[key])}`]));
  return shown.join(', ');
}

/** `0.7163`, or where there are several objectives `loss 0.0012, coverage 0.5000`; undefined where none is known. */
export function objectiveText(
  { objective }: Pick<LedgerTrial, 'objective'>,
  objectives: readonly ObjectiveName[],
): string | undefined {
  const known = objectives.flatMap((name) => {
    const value = objective?.[name];
    return typeof value === 'number' ? [{ name, text: figure(value) }] : [];
  });
  if (known.length === 0) return undefined;
  return objectives.length === 1 ? known[0]!.text : known.map(({ name, text }) => `${name} ${text}`).join(', ');
}

function valueText(value: ParameterValue): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(3)));
  return Array.isArray(value) ? value.join('+') : String(value);
}
