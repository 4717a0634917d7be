type Daemon = 'munged' | 'slurmctld' | 'slurmd';

/** A Slurm cluster of one node of four CPUs, this machine, that listens on the loopback only. */
export interface SlurmCluster {
  /** The configuration by which Slurm's programs find it, as the environment variable SLURM_CONF. */
  readonly conf: string;
  /** The name of its node. */
  readonly host: string;
  /** Starts a daemon that was ended. */
  readonly start: (daemon: Daemon) => void;
  readonly end: (daemon: Daemon) => Promise<void>;
  /** Cancels its jobs, ends its daemons and removes its files. */
  readonly stop: () => Promise<void>;
}

/** Installs what is missing; a second call finds everything in place and only looks. */
export function installSlurm(): { readonly ready: true } | { readonly ready: false; readonly reason: string };

/**
 * Starts a cluster, beside any that runs already.
 * @throws Error naming what did not start
 */
export function startSlurm(): Promise<SlurmCluster>;
