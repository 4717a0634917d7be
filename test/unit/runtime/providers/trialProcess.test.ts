import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrialRequest } from '../../../../src/runtime/providers/trial';
import { tryInProcess, type TrialProgress } from '../../../../src/runtime/providers/trialProcess';
import { temporaryFolder } from '../../../support/temporaryFolder';

const REQUEST = { provider: 'webgpu', device: 0, model: 'm.pth', seconds: 0.5, config: {} } as TrialRequest;
const LIMITS = { start: 20, rest: 20 };
const TRIAL = { questions_per_second: 50, loss: 0.5, placement: null };
const PLACEMENT = { launches_per_step: 9, copies_per_step: 0, cpu_operations_per_step: 1, cpu_operations: ['TopK'] };
const SAY = `const say = (line) => console.log(JSON.stringify(line));
const adapter = () => console.error('[Vulkan Loader] DRIVER: Using "GPU 1" with driver: "/a.so"');
const forever = () => setInterval(() => undefined, 1000);
`;
const step = 'say({ kind: "step" });';
const speed = `say({ kind: "speed", trial: ${JSON.stringify(TRIAL)} });`;
const placement = `say({ kind: "placement", placement: ${JSON.stringify(PLACEMENT)} });`;

/** Tries with a program of these statements in place of Quanta. */
async function tryWith(statements: string, options: Partial<Parameters<typeof tryInProcess>[2]> = {}) {
  const file = join(await temporaryFolder(), 'program.cjs');
  writeFileSync(file, SAY + statements);
  return tryInProcess([process.execPath, file], REQUEST, { limits: LIMITS, ...options });
}

describe('a trial in a process of its own', () => {
  it('gives what the process measures, and the device that the driver gives to it', async () => {
    const outcome = await tryWith(`adapter(); ${step} console.log('a driver talks'); ${speed} ${placement}`);
    expect(outcome).toEqual({ works: true, adapter: 'GPU 1', trial: { ...TRIAL, placement: PLACEMENT } });
  });

  it('asks it for what is to be tried', async () => {
    const outcome = await tryWith(
      `process.stdin.once('data', (data) => { say({ kind: 'failure', message: process.argv[2] + JSON.parse(data).model }); process.exit(1); });`,
    );
    expect(outcome).toEqual({ works: false, reason: 'trialm.pth' });
  });

  it.each([
    [
      'fails',
      'say({ kind: "failure", message: "Failed to get a WebGPU adapter: No supported adapters" });',
      'WebGPU finds no GPU that it can use',
    ],
    [
      'is ended by a signal',
      'process.kill(process.pid, "SIGKILL"); forever();',
      'its process ended unexpectedly (SIGKILL)',
    ],
    ['aborts', 'process.abort();', 'its process ended unexpectedly (SIGABRT)'],
    ['aborts after its first step', `${step} process.exitCode = 9;`, 'its process ended unexpectedly (9)'],
  ])('says why where it %s', async (_, statements, reason) => {
    expect(await tryWith(statements)).toEqual({ works: false, reason });
  });

  it('says so where the program cannot be started', async () => {
    const outcome = await tryInProcess(['/nowhere/node'], REQUEST, { limits: LIMITS });
    expect(outcome).toMatchObject({ works: false, reason: expect.stringContaining('ENOENT') as unknown });
  });

  it('is ended where it hangs', async () => {
    expect(await tryWith('forever();', { limits: { start: 0.5, rest: 20 } })).toEqual({
      works: false,
      reason: 'it made no step within 0.5 seconds',
    });
    const slow = await tryWith(`${step} forever();`, { limits: { start: 20, rest: 0.5 } });
    expect(slow).toMatchObject({ works: false, reason: expect.stringContaining('too slow') as unknown });
  });

  it('is good enough without its last part where that hangs', async () => {
    const outcome = await tryWith(`${step} ${speed} forever();`, { limits: { start: 20, rest: 0.5 } });
    expect(outcome).toEqual({ works: true, adapter: null, trial: TRIAL });
  });

  it('is ended as soon as enough is known', async () => {
    const heard: TrialProgress[] = [];
    const bySoftware = (progress: TrialProgress) => {
      heard.push(progress);
      return progress.adapter === null ? undefined : 'enough';
    };
    expect(await tryWith('adapter(); forever();', { whyEnd: bySoftware })).toEqual({ works: false, reason: 'enough' });
    expect(heard.at(-1)).toEqual({ adapter: 'GPU 1', trial: undefined });
    const bySpeed = ({ trial }: TrialProgress) => (trial ? 'slower' : undefined);
    expect(await tryWith(`${step} ${speed} forever();`, { whyEnd: bySpeed })).toEqual({
      works: false,
      reason: 'slower',
    });
  });

  it('holds the input of its process open, so that this one knows whether it is still waited for', async () => {
    const ended = 'let ended = false; process.stdin.resume().on("end", () => (ended = true));';
    const outcome = await tryWith(
      `${ended} setTimeout(() => { say({ kind: "failure", message: String(ended) }); process.exit(); }, 300);`,
    );
    expect(outcome).toEqual({ works: false, reason: 'false' });
  });
});
