import { hostname } from 'node:os';
import type { DisplayState, RunStatus } from '../core/run/runStatus';

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
  const { pid, host } = status;
  return isAlive({ pid, host, heartbeat: new Date(status.heartbeat) }, observer) ? status.state : 'dead';
}

/** What a process has said of itself; one that has just begun may not have said its number yet. */
export interface SignOfLife {
  readonly pid: number | undefined;
  readonly host: string;
  readonly heartbeat: Date;
}

/** Whether a process lives: not gone from this host, and its heartbeat less than 30 seconds old. */
export function isAlive({ pid, host, heartbeat }: SignOfLife, observer: Observer): boolean {
  if (pid !== undefined && host === observer.host && !observer.isProcessAlive(pid)) return false;
  return (observer.now().getTime() - heartbeat.getTime()) / 1000 < oldestHeartbeatInSeconds;
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
