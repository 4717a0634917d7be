import { askedConfig } from '../../core/run/askedConfig';
import { defaultPreset, defaultsOf } from '../../core/config/defaults';
import type { RequestFile } from '../../core/run/requestFile';
import type { RunSummary } from '../../store/runList';

const asked = new WeakMap<RequestFile, number>();

/** The index of the device that a run trains on, or will: as its config says, where that can be read. */
export function deviceOf({ run, request }: Pick<RunSummary, 'run' | 'request'>): number {
  if (run) return run.device;
  return request ? deviceAskedFor(request) : defaultsOf(defaultPreset).device;
}

function deviceAskedFor(request: RequestFile): number {
  const known = asked.get(request);
  if (known !== undefined) return known;
  const config = askedConfig(request);
  const device = config?.device ?? defaultsOf(config?.preset ?? defaultPreset).device;
  // A long queue is looked through again and again.
  asked.set(request, device);
  return device;
}

/** The devices on which runs train on this machine, whoever started them. */
export function busyDevices(runs: readonly RunSummary[], host: string): Set<number> {
  const training = runs.filter(
    ({ state, status }) => (state === 'running' || state === 'stopping') && status?.host === host,
  );
  return new Set(training.map(deviceOf));
}
