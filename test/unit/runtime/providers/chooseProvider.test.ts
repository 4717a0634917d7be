import { cpus } from 'node:os';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/core/errors';
import type { Trial, UsableProvider } from '../../../../src/core/run/providerRecord';
import { chooseAgain, chooseProvider, type ChoiceContext } from '../../../../src/runtime/providers/chooseProvider';
import type { System } from '../../../../src/runtime/providers/system';
import type { TrialOutcome, TrialProgress } from '../../../../src/runtime/providers/trialProcess';

const CPU = cpus()[0]!.model.trim();
/** A Windows that has two providers beside the CPU, with nothing of the system to look for. */
const SYSTEM: System = { platform: 'win32', arch: 'x64', env: { PATH: '' }, root: '/nowhere' };
const BACKENDS = ['cpu', 'webgpu', 'dml'].map((name) => ({ name, bundled: true }));
const PLACEMENT = { launches_per_step: 90, copies_per_step: 0, cpu_operations_per_step: 0, cpu_operations: [] };

type Trials = Partial<
  Record<UsableProvider, Partial<Trial> & { readonly adapter?: string; readonly failure?: string }>
>;

/** A machine on which trials come out like this; it asks, as a process would be asked, whether to go on. */
function contextOf(trials: Trials, changes: Partial<ChoiceContext> = {}) {
  const tried: UsableProvider[] = [];
  const context: ChoiceContext = {
    system: SYSTEM,
    runtime: { version: '1.30.0', libraries: '/nowhere', backends: BACKENDS, problem: undefined },
    device: 0,
    precision: 'float32',
    tryOut: (provider, whyEnd): Promise<TrialOutcome> => {
      tried.push(provider);
      const { failure, adapter = null, ...figures } = trials[provider]!;
      if (failure !== undefined) return Promise.resolve({ works: false, reason: failure });
      const placement = provider === 'cpu' ? null : PLACEMENT;
      const trial: Trial = { questions_per_second: 100, loss: 0.5, placement, ...figures };
      const moments: TrialProgress[] = [
        { adapter, trial: undefined },
        { adapter, trial: { ...trial, placement: null } },
        { adapter, trial },
      ];
      const reason = moments.map(whyEnd).find((why) => why !== undefined);
      return Promise.resolve(reason === undefined ? { works: true, trial, adapter } : { works: false, reason });
    },
    ...changes,
  };
  return { context, tried };
}

describe('auto', () => {
  it('takes the fastest, and says of the others how fast they are', async () => {
    const trials = {
      cpu: {},
      webgpu: { questions_per_second: 5000, adapter: 'GPU' },
      dml: { questions_per_second: 700 },
    };
    expect(await chooseProvider('auto', contextOf(trials).context)).toMatchObject({
      used: 'webgpu',
      device_name: 'GPU',
      trial: { questions_per_second: 5000, placement: PLACEMENT },
      passed_over: [
        { name: 'cuda', reason: 'ONNX Runtime 1.30.0 for Node has no such provider for win32 on x64' },
        { name: 'dml', reason: 'slower: 700 questions/s, and 5000 on webgpu' },
        { name: 'cpu', reason: 'slower: 100 questions/s, and 5000 on webgpu' },
      ],
    });
  });

  it.each<[name: string, webgpu: NonNullable<Trials['webgpu']>, reason: string]>([
    ['is slower', { questions_per_second: 9.87 }, 'slower: 9.9 questions/s, and 100 on the CPU'],
    ['fails', { failure: 'its process ended unexpectedly (SIGSEGV)' }, 'its process ended unexpectedly (SIGSEGV)'],
    [
      'computes wrongly',
      { questions_per_second: 1e4, loss: 0.6 },
      "it computes wrongly: the first step's loss is 0.6000, and 0.5000 on the CPU",
    ],
    [
      'computes nothing',
      { questions_per_second: 1e4, loss: null },
      "it computes wrongly: the first step's loss is not finite, and 0.5000 on the CPU",
    ],
    [
      'leaves everything to the CPU',
      { questions_per_second: 1e4, placement: { ...PLACEMENT, launches_per_step: 0 } },
      'ONNX Runtime hands all operations back to the CPU, since the provider has none of them',
    ],
    [
      'has a driver without a GPU',
      { questions_per_second: 1e4, adapter: 'llvmpipe (LLVM 15.0.6, 256 bits)' },
      'its device, llvmpipe (LLVM 15.0.6, 256 bits), is software that computes on the CPU; the CPU provider does that faster',
    ],
  ])('passes over a provider that %s', async (_, webgpu, reason) => {
    const { context } = contextOf({ cpu: {}, webgpu, dml: { failure: 'no' } });
    const choice = await chooseProvider('auto', context);
    expect(choice).toMatchObject({ used: 'cpu', device_name: CPU, trial: { questions_per_second: 100 } });
    expect(choice.passed_over).toContainEqual({ name: 'webgpu', reason });
  });

  it('tries nothing where there can be nothing but the CPU', async () => {
    const runtime = { ...contextOf({}).context.runtime, backends: [{ name: 'cpu', bundled: true }] };
    const { context, tried } = contextOf({}, { runtime });
    const choice = await chooseProvider('auto', context);
    expect(choice).toMatchObject({ used: 'cpu', device_name: CPU, trial: null });
    expect(choice.passed_over.map(({ name }) => name)).toEqual(['cuda', 'webgpu', 'dml']);
    expect(tried).toEqual([]);
  });

  it('leaves it to the run to say why training fails on the CPU, too', async () => {
    const { context } = contextOf({ cpu: { failure: 'no memory' } });
    const choice = await chooseProvider('auto', context);
    expect(choice.used).toBe('cpu');
    expect(choice.passed_over).toContainEqual({
      name: 'dml',
      reason: 'not tried, since training on the CPU failed: no memory',
    });
  });

  it('takes losses that are not finite anywhere for the fault of the config', async () => {
    const { context } = contextOf({
      cpu: { loss: null },
      webgpu: { loss: null, questions_per_second: 1e4 },
      dml: { failure: 'no' },
    });
    expect(await chooseProvider('auto', context)).toMatchObject({ used: 'webgpu' });
  });
});

describe('a precision that only some providers have', () => {
  it('leaves the CPU out of the choice', async () => {
    const { context, tried } = contextOf(
      { webgpu: { questions_per_second: 1 }, dml: { questions_per_second: 2 } },
      { precision: 'float16' },
    );
    expect(await chooseProvider('auto', context)).toMatchObject({ used: 'dml' });
    expect(tried).toEqual(['webgpu', 'dml']);
  });

  it('is refused where none of this machine has it', async () => {
    const { context, tried } = contextOf({}, { precision: 'tf32' });
    const refusal = chooseProvider('auto', context);
    await expect(refusal).rejects.toThrow(UserError);
    await expect(refusal).rejects.toThrow(/no provider of this machine .* "tf32"[^]*webgpu: provider "webgpu" cannot/);
    await expect(chooseProvider('webgpu', context)).rejects.toThrow(/cannot compute products in tf32/);
    await expect(chooseProvider('cpu', context)).rejects.toThrow(/cannot compute products in tf32/);
    expect(tried).toEqual([]);
  });
});

describe('a provider asked for by name', () => {
  it('is taken however slow it is, after a trial of it alone', async () => {
    const { context, tried } = contextOf({ webgpu: { questions_per_second: 1, adapter: 'SwiftShader Device' } });
    expect(await chooseProvider('webgpu', context)).toMatchObject({
      used: 'webgpu',
      device_name: 'SwiftShader Device',
      passed_over: [],
    });
    expect(tried).toEqual(['webgpu']);
  });

  it('is refused with what to do where it cannot be there, without a trial', async () => {
    const { context, tried } = contextOf({});
    const refusal = chooseProvider('cuda', context);
    await expect(refusal).rejects.toThrow(UserError);
    await expect(refusal).rejects.toThrow(/provider "cuda" cannot be used here.*\n.*no such provider .*DirectML/);
    expect(tried).toEqual([]);
  });

  it.each<NonNullable<Trials['dml']>>([
    { failure: 'it crashed' },
    { placement: { ...PLACEMENT, launches_per_step: 0 } },
  ])('is refused where its trial fails: %o', async (dml) => {
    const refusal = chooseProvider('dml', contextOf({ dml }).context);
    await expect(refusal).rejects.toThrow(/provider "dml" cannot be used here/);
    await expect(refusal).rejects.toThrow(dml.failure ?? 'hands all operations back to the CPU');
  });

  it('needs no trial where it is the CPU', async () => {
    const { context, tried } = contextOf({});
    expect(await chooseProvider('cpu', context)).toMatchObject({ used: 'cpu', trial: null, passed_over: [] });
    expect(tried).toEqual([]);
  });
});

describe('a run that goes on', () => {
  it('keeps the provider that it has had, though another one be faster', async () => {
    const { context, tried } = contextOf({ webgpu: { questions_per_second: 1, adapter: 'llvmpipe' } });
    expect(await chooseAgain('webgpu', context)).toMatchObject({ used: 'webgpu' });
    expect(tried).toEqual(['webgpu']);
  });

  it('takes another one where that cannot be used any more, and says so', async () => {
    const { context } = contextOf({ cpu: {}, webgpu: { failure: 'no' }, dml: { questions_per_second: 700 } });
    const choice = await chooseAgain('webgpu', context);
    expect(choice.used).toBe('dml');
    const [first, ...others] = choice.passed_over;
    expect(first!.reason).toMatch(/^the run has used it so far, but provider "webgpu" cannot be used here/);
    expect(others.map(({ name }) => name)).toEqual(['cuda', 'cpu']);
  });
});
