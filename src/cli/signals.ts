import { EXIT } from './exitCodes';

/** Ctrl-C, a request to end, a closed terminal (SIGBREAK on Windows). */
const SIGNALS = ['SIGINT', 'SIGTERM', process.platform === 'win32' ? 'SIGBREAK' : 'SIGHUP'] as const;

/** What listens to the process's signals until it is released. */
export interface SignalListener {
  /** Aborted by the first of them. */
  readonly signal: AbortSignal;
  readonly requested: () => boolean;
  readonly release: () => void;
}

/** Turns the first signal into a request to stop; a second one ends the process at once. */
export function stopOnSignals(): SignalListener {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    requested: () => controller.signal.aborted,
    release: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
