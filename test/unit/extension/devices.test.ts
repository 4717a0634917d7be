import { describe, expect, it } from 'vitest';
import { busyDevices, deviceOf } from '../../../src/extension/training/devices';
import type { RunSummary } from '../../../src/store/runList';
import { sampleRequest, sampleRun, sampleStatus } from '../store/runSamples';

const requestOf = (text: string) => ({ ...sampleRequest, config: { ...sampleRequest.config, text } });
const asking = (text: string) => ({ run: undefined, request: requestOf(text) });

describe('the device of a run', () => {
  it.each([
    ['{ "kind": "sae", "model": "mix", "device": 2 }', 2],
    ['{ "kind": "sae", "model": "mix" }', 0],
    ['{ "kind": "sae", "model": "mix", "preset": "notebook" }', 0],
    ['{ "kind": "sae", "model": "mix", "device": "first" }', 0],
    ['{', 0],
  ])('that is asked for by %s is %i', (text, device) => {
    const run = asking(text);
    expect(deviceOf(run)).toBe(device);
    expect(deviceOf(run)).toBe(device);
  });

  it('is what the run has recorded once it began', () => {
    expect(
      deviceOf({ ...asking('{ "kind": "sae", "model": "mix", "device": 2 }'), run: { ...sampleRun, device: 1 } }),
    ).toBe(1);
  });
});

describe('busy devices', () => {
  it('are those of the runs that train on this machine', () => {
    const summary = (state: RunSummary['state'], device: number, host = sampleStatus.host): RunSummary => ({
      id: 'a',
      directory: '/runs/a',
      name: undefined,
      request: undefined,
      run: { ...sampleRun, device },
      status: { ...sampleStatus, host },
      state,
      problems: [],
    });
    const runs = [
      summary('running', 1),
      summary('stopping', 3),
      summary('queued', 4),
      summary('dead', 5),
      summary('done', 6),
      summary('running', 7, 'cluster'),
    ];
    expect(busyDevices(runs, sampleStatus.host)).toEqual(new Set([1, 3]));
  });
});
