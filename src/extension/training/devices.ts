import { askedConfig, askedSweep } from '../../core/run/askedConfig';
import { defaultPreset, defaultsOf } from '../../core/config/defaults';
import { isProcessGone, type Observer } from '../../store/displayState';
import type { RunSummary } from '../../store/runList';

/**
 * The index of the device that a run or a sweep trains on, or will: as its config says, where that can be read. None of
 * this machine's where a cluster trains the trials.
 */
export function deviceOf({ run, sweep, request }: Pick<RunSummary, 'run' | 'sweep' | 'request'>): number | undefined {
  if (run) return run.device;
  const config = sweep ? askedConfig(sweep) : request && askedConfig(request);
  const search = askedSweep(sweep?.config ?? request?.config);
  if (search?.executor === 'slurm') return undefined;
  return config?.device ?? defaultsOf(config?.preset ?? defaultPreset).device;
}

/** The devices on which runs train on this machine, whoever started them. */
export function busyDevices(runs: readonly RunSummary[], observer: Observer): Set<number> {
  return new Set(runs.filter((run) => mayTrain(run, observer)).flatMap((run) => deviceOf(run) ?? []));
}

/** A machine that slept wakes up with its processes, whose heartbeats are old until they next say something. */
function mayTrain({ status }: RunSummary, observer: Observer): boolean {
  if (status?.state !== 'running' && status?.state !== 'stopping') return false;
  return status.host === observer.host && !isProcessGone(status, observer);
}
