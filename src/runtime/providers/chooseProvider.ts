import type { Precision, Provider } from '../../core/config/saeConfig';
import { messageOf, UserError } from '../../core/errors';
import {
  usableProviderSchema,
  type ProviderRecord,
  type Trial,
  type UsableProvider,
} from '../../core/run/providerRecord';
import { refusePrecision, whyNotIn } from '../precision';
import { deviceName } from './deviceName';
import { slowerText, whyNotBest, whyUnsound } from './judgement';
import { findObstacles, isOfPlatform, type Obstacle } from './obstacles';
import type { RuntimeFacts } from './runtimeFacts';
import type { System } from './system';
import type { TrialOutcome, TrialProgress } from './trialProcess';

/** What a choice of the provider depends on. */
export interface ChoiceContext {
  readonly system: System;
  readonly runtime: RuntimeFacts;
  /** Index of the GPU. */
  readonly device: number;
  /** What products are computed in: not every provider can do that. */
  readonly precision: Precision;
  /** Tries the run's own training on a provider; `whyEnd` as in `tryInProcess`. */
  readonly tryOut: (
    provider: UsableProvider,
    whyEnd: (progress: TrialProgress) => string | undefined,
  ) => Promise<TrialOutcome>;
}

/** The provider to use, and what there is to say of it. */
export type ProviderChoice = Required<Pick<ProviderRecord, 'device_name' | 'trial' | 'passed_over'>> & {
  readonly used: UsableProvider;
};

type PassedOver = ProviderChoice['passed_over'][number];
type Working = TrialOutcome & { readonly works: true };

const GPU_PROVIDERS = usableProviderSchema.exclude(['cpu']).options;

/**
 * The provider to use for the one asked for. `auto` takes the fastest that works, tried with the run's own training;
 * where there can be nothing but the CPU, that is found out without a trial.
 *
 * @throws UserError where one is asked for by name that cannot be used, with what to do about it
 */
export async function chooseProvider(asked: Provider, context: ChoiceContext): Promise<ProviderChoice> {
  if (asked === 'auto') return chooseBest(context);
  refusePrecision(context.precision, asked);
  if (asked === 'cpu') return choiceOf('cpu', undefined, [], context);
  const obstacles = await findObstacles(asked, context.system, context.runtime);
  const certain = obstacles.filter(({ guess }) => !guess);
  if (certain.length > 0) throw unusable(asked, certain);
  const outcome = await context.tryOut(asked, whyUnsound);
  if (outcome.works) return choiceOf(asked, outcome, [], context);
  throw unusable(asked, [
    { what: outcome.reason, remedy: 'what this machine has is told by: quanta doctor' },
    ...obstacles,
  ]);
}

/**
 * The provider to go on with a run that `auto` has chosen one for before: the same, which keeps the run's numbers those
 * of one provider, unless it cannot be used any more.
 */
export async function chooseAgain(before: UsableProvider, context: ChoiceContext): Promise<ProviderChoice> {
  try {
    return await chooseProvider(before, context);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const choice = await chooseBest(context);
    const reason = `the run has used it so far, but ${messageOf(error)}`;
    return {
      ...choice,
      passed_over: [{ name: before, reason }, ...choice.passed_over.filter(({ name }) => name !== before)],
    };
  }
}

async function chooseBest(context: ChoiceContext): Promise<ProviderChoice> {
  const { candidates, passedOver } = await findCandidates(context);
  const cpuCannot = whyNotIn(context.precision, 'cpu');
  if (candidates.length === 0 && cpuCannot === undefined) return choiceOf('cpu', undefined, passedOver, context);
  const working = new Map<UsableProvider, Working>();
  const cpu = cpuCannot === undefined ? await context.tryOut('cpu', () => undefined) : undefined;
  // The run itself will say so where it can be read.
  if (cpu && !cpu.works)
    return choiceOf('cpu', undefined, [...passedOver, ...untried(candidates, cpu.reason)], context);
  if (cpu) working.set('cpu', cpu);
  for (const name of candidates) {
    const outcome = await context.tryOut(name, (progress) =>
      cpu ? whyNotBest(progress, cpu.trial) : whyUnsound(progress),
    );
    if (outcome.works) working.set(name, outcome);
    else passedOver.push({ name, reason: outcome.reason });
  }
  const [best, ...others] = [...working].sort(([, a], [, b]) => speedOf(b.trial) - speedOf(a.trial));
  if (!best) throw noneIn(context.precision, passedOver);
  const [used, outcome] = best;
  for (const [name, { trial }] of others) passedOver.push({ name, reason: slowerText(trial, used, outcome.trial) });
  return choiceOf(used, outcome, passedOver, context);
}

/** The providers beside the CPU that are worth a trial, and why the others are not. */
async function findCandidates({ system, runtime, precision }: ChoiceContext) {
  const candidates: UsableProvider[] = [];
  const passedOver: PassedOver[] = [];
  for (const name of GPU_PROVIDERS.filter((provider) => isOfPlatform(provider, system))) {
    const [obstacle] = await findObstacles(name, system, runtime);
    const reason = obstacle?.what ?? whyNotIn(precision, name);
    if (reason === undefined) candidates.push(name);
    else passedOver.push({ name, reason });
  }
  return { candidates, passedOver };
}

function untried(names: readonly UsableProvider[], reason: string): PassedOver[] {
  return names.map((name) => ({ name, reason: `not tried, since training on the CPU failed: ${reason}` }));
}

function speedOf({ questions_per_second }: Trial): number {
  return questions_per_second;
}

async function choiceOf(
  used: UsableProvider,
  outcome: Working | undefined,
  passedOver: PassedOver[],
  { system, device }: ChoiceContext,
): Promise<ProviderChoice> {
  const device_name = await deviceName(used, system, device, outcome?.adapter ?? null);
  return { used, device_name, trial: outcome?.trial ?? null, passed_over: passedOver };
}

function noneIn(precision: Precision, passedOver: readonly PassedOver[]): UserError {
  const lines = passedOver.map(({ name, reason }) => `  ${name}: ${reason}`);
  return new UserError(
    `no provider of this machine can train in precision "${precision}"; ask for "float32", or see to this:\n` +
      lines.join('\n'),
  );
}

function unusable(name: UsableProvider, obstacles: readonly Obstacle[]): UserError {
  const lines = obstacles.map(({ what, remedy }) => `  ${what}: ${remedy}`);
  return new UserError(
    `provider "${name}" cannot be used here; ask for "cpu", or "auto" for the fastest there is, or see to this:\n` +
      lines.join('\n'),
  );
}
