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

/**
 * A run that trains is dead when its process is gone from this host, or its heartbeat is 30 seconds old. One that waits
 * has no process of its own: it waits on, until an editor starts it.
 */
export function displayState(status: RunStatus, observer: Observer): DisplayState {
  if (status.state === 'queued' || finalStates.includes(status.state)) return status.state;
  const { pid, host } = status;
  return isAlive({ pid, host, heartbeat: new Date(status.heartbeat) }, observer) ? status.state : 'dead';
}

/**
 * Whether the process that a status names is gone for certain: it was one of this host, and runs no more. An old
 * heartbeat proves nothing of the kind, since a machine that slept wakes up with its processes.
 */
export function isProcessGone({ pid, host }: Pick<RunStatus, 'pid' | 'host'>, observer: Observer): boolean {
  return host === observer.host && !observer.isProcessAlive(pid);
}

/** What a process has said of itself; one that has just begun may not have said its number yet. */
export interface SignOfLife {
  readonly pid: number | undefined;
  readonly host: string;
  readonly heartbeat: Date;
}

/** Whether a process lives: not gone from this host, and its heartbeat less than 30 seconds old. */
export function isAlive({ pid, host, heartbeat }: SignOfLife, observer: Observer): boolean {
  if (pid !== undefined && isProcessGone({ pid, host }, observer)) return false;
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
