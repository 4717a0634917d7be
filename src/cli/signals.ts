import { EXIT } from './exitCodes';

/** Turns the first Ctrl-C (or SIGTERM) into a request to stop; a second one ends the process at once. */
export function stopOnSignals(): { requested: () => boolean; release: () => void } {
  let requested = false;
  const onSignal = () => {
    if (requested) process.exit(EXIT.interrupted);
    requested = true;
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    requested: () => requested,
    release: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
