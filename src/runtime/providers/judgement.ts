import type { Trial } from '../../core/run/providerRecord';
import type { TrialProgress } from './trialProcess';

/** Vulkan and Direct3D drivers that have no GPU. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render/i;
/** Providers round differently, and that is all they may do in a first step. */
const RELATIVE_DIFFERENCE = 0.01;

/** Why a trial shows a provider that must not be used; undefined where it does not. */
export function whyUnsound({ trial }: TrialProgress): string | undefined {
  if (trial?.placement?.launches_per_step !== 0) return undefined;
  return 'ONNX Runtime hands all operations back to the CPU, since the provider has none of them';
}

/** The same where the CPU's trial is known, too. */
export function whyWrong(progress: TrialProgress, cpu: Trial): string | undefined {
  const { trial } = progress;
  if (trial && !isSame(trial.loss, cpu.loss)) {
    return `it computes wrongly: the first step's loss is ${lossText(trial.loss)}, and ${lossText(cpu.loss)} on the CPU`;
  }
  return whyUnsound(progress);
}

/** Why a provider is not the best choice; undefined where it is, or that is not known yet. */
export function whyNotBest(progress: TrialProgress, cpu: Trial): string | undefined {
  const { adapter, trial } = progress;
  if (adapter !== null && SOFTWARE.test(adapter)) {
    return `its device, ${adapter}, is software that computes on the CPU; the CPU provider does that faster`;
  }
  if (trial && trial.questions_per_second <= cpu.questions_per_second) return slowerText(trial, 'the CPU', cpu);
  return whyWrong(progress, cpu);
}

/** What a provider that works, but not fastest, is passed over for. */
export function slowerText(trial: Trial, other: string, best: Trial): string {
  return `slower: ${speed(trial)} questions/s, and ${speed(best)} on ${other}`;
}

function speed({ questions_per_second: speed }: Trial): string {
  return speed < 10 ? speed.toFixed(1) : String(Math.round(speed));
}

function isSame(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= RELATIVE_DIFFERENCE * Math.abs(b);
}

function lossText(loss: number | null): string {
  return loss === null ? 'not finite' : loss.toPrecision(4);
}
