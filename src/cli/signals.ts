import { EXIT } from './exitCodes';

/** Ctrl-C, a request to end, a closed terminal (SIGBREAK on Windows). */
const SIGNALS = ['SIGINT', 'SIGTERM', process.platform === 'win32' ? 'SIGBREAK' : 'SIGHUP'] as const;

/** Turns the first signal into a request to stop; a second one ends the process at once. */
export function stopOnSignals(): { requested: () => boolean; release: () => void } {
  let requested = false;
  const onSignal = () => {
    if (requested) process.exit(EXIT.interrupted);
    requested = true;
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    requested: () => requested,
    release: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
