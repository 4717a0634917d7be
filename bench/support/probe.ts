/** When a call began and ended, in milliseconds since 1970. */
export interface Call {
  readonly begin: number;
  readonly end: number;
}

/** What bench/programs/trainProbe.ts writes down of a process; times in milliseconds since 1970. */
export interface Probe {
  /** Node had started. */
  started: number;
  runtimeLoaded: number | null;
  /** Sessions of ONNX Runtime being created. */
  sessions: Call[];
  /** Calls of sessions. */
  runs: Call[];
  peakBytes: number;
  ended: number;
}
