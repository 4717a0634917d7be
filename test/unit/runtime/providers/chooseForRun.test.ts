import { expect, it } from 'vitest';
import { UserError } from '../../../../src/core/errors';
import type { RunFile } from '../../../../src/core/run/runFile';
import { chooseForRun } from '../../../../src/runtime/providers/chooseForRun';
import { madeRecord } from '../../../webview/madeRuns';

/** What would have to be started is not there: nothing here is to be tried. */
const ORIGIN = { program: ['/nowhere/node'] };
const recordOf = (provider: RunFile['provider']): RunFile => ({ ...madeRecord({ precision: 'float32' }), provider });
/** A provider that no machine has which these tests run on. */
const ELSEWHERE = process.platform === 'win32' ? 'coreml' : 'dml';

it('leaves a run on the CPU that auto has put there, as its record stands', async () => {
  const record = recordOf({ asked: 'auto', used: 'cpu', passed_over: [{ name: 'webgpu', reason: 'slower then' }] });
  expect(await chooseForRun(record, ORIGIN)).toEqual({ record, provider: 'cpu' });
});

it('writes the choice into the record', async () => {
  const { record, provider } = await chooseForRun(recordOf({ asked: 'cpu', asked_by: 'config', used: null }), ORIGIN);
  expect(provider).toBe('cpu');
  expect(record.provider).toMatchObject({
    asked: 'cpu',
    asked_by: 'config',
    used: 'cpu',
    trial: null,
    passed_over: [],
  });
});

it('says whose wish it is that cannot be fulfilled, where that is the setting', async () => {
  const asking = recordOf({ asked: ELSEWHERE, asked_by: 'setting', used: null });
  const refusal = chooseForRun(asking, ORIGIN);
  await expect(refusal).rejects.toThrow(UserError);
  await expect(refusal).rejects.toThrow(/^QUANTA_PROVIDER \(in VS Code: the setting quanta\.provider\): provider "/);
});
