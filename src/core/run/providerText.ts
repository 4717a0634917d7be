import type { Placement, PrecisionError, ProviderRecord } from './providerRecord';

/** What a run's record says of its provider: the one in use first, then those that were not taken. */
export function providerLines(provider: ProviderRecord): string[] {
  const { used, trial, passed_over = [] } = provider;
  if (used === null) return [`not chosen yet (${askedText(provider)})`];
  const device = provider.device_name ? ` on ${provider.device_name}` : '';
  return [
    `${used}${device} (${askedText(provider)})`,
    ...(trial ? [`in a trial ${Math.round(trial.questions_per_second)} questions/s`] : []),
    ...(trial?.placement ? [placementText(trial.placement)] : []),
    ...(trial?.precision_error ? [precisionText(trial.precision_error)] : []),
    ...passed_over.map(({ name, reason }) => `not ${name}: ${reason}`),
  ];
}

/** How much of a step the device computes, and what is left to the CPU. */
export function placementText(placement: Placement): string {
  const { launches_per_step, copies_per_step, cpu_operations_per_step, cpu_operations } = placement;
  const left =
    cpu_operations_per_step === 0
      ? 'no operation'
      : `${cpu_operations_per_step} operations (${cpu_operations.join(', ')})`;
  return `per step ${launches_per_step} launches on the device, ${copies_per_step} copies; left to the CPU: ${left}`;
}

function precisionText({ steps, loss, gradient }: PrecisionError): string {
  const text = (difference: number | null) => difference?.toExponential(1) ?? 'no finite number';
  return `its precision against float32, over the first ${steps} steps: loss off by ${text(loss)}, gradient by ${text(gradient)} (relative)`;
}

function askedText({ asked, asked_by }: ProviderRecord): string {
  const by = { flag: ' on the command line', config: ' in the config', setting: ' in the settings', default: '' };
  return `asked for: ${asked}${asked_by === undefined ? '' : by[asked_by]}`;
}
