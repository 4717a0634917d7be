import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Provider } from '../../src/core/config/saeConfig';
import { saeKeys } from '../../src/core/config/saeKeys';

/** What every bench may be told. */
export interface Options {
  /** ONNX Runtime's execution provider. */
  readonly provider: Provider;
  /** PyTorch's device: `cpu`, `cuda`, … */
  readonly device: string;
  /** Threads that PyTorch uses on the CPU; ONNX Runtime takes one per core by itself. */
  readonly threads: number;
  /** Python programs to look for PyTorch and its libraries in. */
  readonly pythons: readonly string[];
  readonly encodingDims: readonly number[];
  /** How often everything is measured, in turns. */
  readonly rounds: number;
  /** About how long each of them measures for in a round. */
  readonly seconds: number;
}

/** Reads the command line. */
export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      provider: { type: 'string', default: 'auto' },
      device: { type: 'string', default: 'cpu' },
      threads: { type: 'string', default: String(availableParallelism()) },
      python: { type: 'string', multiple: true, default: ['python3'] },
      'encoding-dims': { type: 'string', default: '32,64,512,8192' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '0.5' },
    },
  });
  return {
    provider: saeKeys.provider.parse(values.provider),
    device: values.device,
    threads: numberOf('threads', values.threads),
    pythons: values.python,
    encodingDims: values['encoding-dims'].split(',').map((value) => numberOf('encoding-dims', value)),
    rounds: numberOf('rounds', values.rounds),
    seconds: numberOf('seconds', values.seconds),
  };
}

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (number > 0) return number;
  throw new Error(`--${option}: expected numbers above 0, found "${text}"`);
}
