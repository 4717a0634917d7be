import { hostname } from 'node:os';
import type { RunStatus } from './statusFile';

/** A run's state as users see it: `dead` where the process ended, or hangs, without having said so. */
export type DisplayState = RunStatus['state'] | 'dead';

/** Where and when a status is judged. */
export interface Observer {
  readonly host: string;
  now(): Date;
  /** Whether a process of this host runs. */
  isProcessAlive(pid: number): boolean;
}

/** This machine, now. */
export const thisMachine: Observer = {
  host: hostname(),
  now: () => new Date(),
  isProcessAlive,
};

const finalStates: readonly DisplayState[] = ['stopped', 'done', 'failed'];
const oldestHeartbeatInSeconds = 30;

/** A run that is not over is dead when its process is gone from this host, or its heartbeat is 30 seconds old. */
export function displayState(status: RunStatus, observer: Observer): DisplayState {
  if (finalStates.includes(status.state)) return status.state;
  const seconds = (observer.now().getTime() - Date.parse(status.heartbeat)) / 1000;
  const isGone = status.host === observer.host && !observer.isProcessAlive(status.pid);
  return isGone || seconds >= oldestHeartbeatInSeconds ? 'dead' : status.state;
}

function isProcessAlive(pid: number): boolean {
  try {
    // Signal 0 is not sent: it only asks.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process of another user is there, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
