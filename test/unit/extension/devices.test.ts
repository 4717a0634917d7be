import { describe, expect, it } from 'vitest';
import { askedConfig } from '../../../src/core/run/askedConfig';
import { busyDevices, deviceOf } from '../../../src/extension/training/devices';
import type { RunStatus } from '../../../src/core/run/runStatus';
import { displayState, type Observer } from '../../../src/store/displayState';
import type { RunSummary } from '../../../src/store/runList';
import { sweepFileOf } from '../../support/madeSweep';
import { sampleRequest, sampleRun, sampleStatus } from '../store/runSamples';

const requestOf = (text: string) => ({ ...sampleRequest, config: { ...sampleRequest.config, text } });
const asking = (text: string) => ({ run: undefined, sweep: undefined, request: requestOf(text) });

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
  });

  it('is asked for by a config that is read once', () => {
    const request = requestOf('{ "kind": "sae", "model": "mix", "device": 2 }');
    expect(askedConfig(request)).toMatchObject({ device: 2 });
    expect(askedConfig(request)).toBe(askedConfig(request));
  });

  it.each([
    ['{ "kind": "sweep", "model": "mix", "device": 2, "space": { "k": [1, 2] } }', 2],
    ['{ "kind": "sweep", "model": "mix", "space": "notebook_grid", "architecture": "kl" }', 0],
    // Its tasks train on the cluster's.
    ['{ "kind": "sweep", "model": "mix", "device": 2, "space": { "k": [1, 2] }, "executor": "slurm" }', undefined],
    ['{ "kind": "sweep", "model": "mix" }', 0],
  ])('that the sweep %s takes is %s', (text, device) => {
    const { request } = asking(text);
    expect(deviceOf({ run: undefined, sweep: undefined, request })).toBe(device);
    const sweep = { ...sweepFileOf({}), config: { ...sweepFileOf({}).config, text } };
    expect(deviceOf({ run: undefined, sweep, request: undefined })).toBe(device);
  });

  it('is what the run has recorded once it began', () => {
    expect(
      deviceOf({ ...asking('{ "kind": "sae", "model": "mix", "device": 2 }'), run: { ...sampleRun, device: 1 } }),
    ).toBe(1);
  });
});

describe('busy devices', () => {
  it('are those of the runs that train on this machine, or will when it has woken up', () => {
    const gone = 99;
    const observer: Observer = {
      host: sampleStatus.host,
      now: () => new Date(sampleStatus.heartbeat),
      isProcessAlive: (pid) => pid !== gone,
    };
    const summary = (state: RunStatus['state'], device: number, status: Partial<RunStatus> = {}): RunSummary => ({
      id: 'a',
      directory: '/runs/a',
      kind: 'sae',
      name: undefined,
      request: undefined,
      run: { ...sampleRun, device },
      sweep: undefined,
      status: { ...sampleStatus, state, ...status },
      state: displayState({ ...sampleStatus, state, ...status }, observer),
      hasSae: false,
      problems: [],
    });
    const runs = [
      summary('running', 1),
      summary('stopping', 3),
      summary('queued', 4),
      summary('running', 5, { pid: gone }),
      summary('done', 6),
      summary('running', 7, { host: 'cluster' }),
    ];
    expect(busyDevices(runs, observer)).toEqual(new Set([1, 3]));
    const afterSleep = { ...observer, now: () => new Date('2026-03-09T20:00:00Z') };
    expect(displayState(runs[0]!.status!, afterSleep)).toBe('dead');
    expect(
      busyDevices(
        runs.map((run) => ({ ...run, state: 'dead' })),
        afterSleep,
      ),
    ).toEqual(new Set([1, 3]));
  });
});
