// Apart from the schemas, so that a web page can ask without bundling them.
import type { DisplayState } from './runStatus';

/** Whether a run waits or trains. */
export function isActive(state: DisplayState): boolean {
  return state === 'queued' || state === 'running' || state === 'stopping';
}

/** Whether a run can go on from where it stands. */
export function canResume(state: DisplayState): boolean {
  return state === 'stopped' || state === 'failed' || state === 'dead';
}
