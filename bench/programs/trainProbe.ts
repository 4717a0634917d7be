// Loaded into a `quanta train` before it starts (`node --import`): writes down when ONNX Runtime was loaded, when each of
// its calls began and ended, and at the end the most memory that the process had, into the file QUANTA_BENCH_PROBE.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import type { Call, Probe } from '../support/probe';

type Load = (request: string, ...rest: unknown[]) => unknown;
type Work = (this: unknown, ...args: unknown[]) => Promise<unknown>;
/** ONNX Runtime's InferenceSession, as far as it is watched. */
type SessionClass = { create: Work; prototype: { run: Work } };

const now = () => performance.timeOrigin + performance.now();
const probe: Probe = { started: now(), runtimeLoaded: null, sessions: [], runs: [], peakBytes: 0, ended: 0 };

const modules = Module as unknown as { _load: Load };
const load = modules._load;
modules._load = function (request, ...rest) {
  const exports = load.call(this, request, ...rest);
  if (request === 'onnxruntime-common' && probe.runtimeLoaded === null) {
    probe.runtimeLoaded = now();
    watch((exports as { InferenceSession: SessionClass }).InferenceSession);
  }
  return exports;
};

process.on('exit', () => {
  probe.peakBytes = peakBytes();
  probe.ended = now();
  writeFileSync(process.env.QUANTA_BENCH_PROBE!, JSON.stringify(probe));
});

function watch(session: SessionClass): void {
  session.create = timed(session.create, probe.sessions);
  session.prototype.run = timed(session.prototype.run, probe.runs);
}

function timed(work: Work, calls: Call[]): Work {
  return async function (...args) {
    const begin = now();
    try {
      return await work.apply(this, args);
    } finally {
      calls.push({ begin, end: now() });
    }
  };
}

/** The system's own count may begin with what the parent had when it started this process; Linux has a better one. */
function peakBytes(): number {
  const status = '/proc/self/status';
  const peak = existsSync(status) && /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(status, 'utf8'));
  return 1024 * (peak ? Number(peak[1]) : process.resourceUsage().maxRSS);
}
