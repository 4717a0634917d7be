import * as l10n from '@vscode/l10n';
import type { RunFile } from '../../core/run/runFile';

/** One fact of each run's config or surroundings. */
export interface ConfigRow {
  readonly key: string;
  /** Whether the key is one of the config file, and not only a name for people. */
  readonly isConfigKey: boolean;
  /** One per run, in their order; undefined where a run has none. */
  readonly values: readonly (string | undefined)[];
}

/** Enough of a SHA-256 to tell files apart. */
const HASH_DIGITS = 12;

/** What decided the runs' training, a row per key: the model, the config, and where it was run. */
export function configRows(records: readonly RunFile[]): ConfigRow[] {
  const configs = records.map(({ config }): Readonly<Record<string, unknown>> => config.resolved);
  return [...rowsOf(records.map(modelFacts), false), ...rowsOf(configs, true), ...rowsOf(records.map(runFacts), false)];
}

/** Whether the runs differ in a row. */
export function differs({ values }: ConfigRow): boolean {
  return values.some((value) => value !== values[0]);
}

function rowsOf(facts: readonly Readonly<Record<string, unknown>>[], isConfigKey: boolean): ConfigRow[] {
  const keys = new Set(facts.flatMap((fact) => Object.keys(fact)));
  return [...keys]
    .map((key) => ({ key, isConfigKey, values: facts.map((fact) => text(fact[key])) }))
    .filter(({ values }) => values.some((value) => value !== undefined));
}

function modelFacts({ model, config, questions, init_from }: RunFile): Record<string, unknown> {
  const { layer_num, hook } = config.resolved;
  return {
    [l10n.t('Model')]: model.name,
    [l10n.t('Model file (SHA-256)')]: shortHash(model),
    [l10n.t('Reads')]: `blocks.${layer_num}.${hook}`,
    [l10n.t('Questions file (SHA-256)')]: questions && shortHash(questions),
    [l10n.t('Initial SAE (SHA-256)')]: init_from && shortHash(init_from),
  };
}

function runFacts({ created, config, versions, provider }: RunFile): Record<string, unknown> {
  return {
    [l10n.t('Config file')]: config.file,
    [l10n.t('Made')]: created,
    ...providerFacts(provider),
    Quanta: versions.quanta,
    'ONNX Runtime': versions.onnxruntime,
    'Node.js': versions.node,
  };
}

function providerFacts({
  asked,
  used,
  device_name,
  trial,
  passed_over = [],
}: RunFile['provider']): Record<string, unknown> {
  const placement = trial?.placement;
  const left = placement && [placement.cpu_operations_per_step, ...placement.cpu_operations].join(' ');
  return {
    [l10n.t('Provider asked for')]: asked,
    [l10n.t('Provider in use')]: used,
    [l10n.t('Device')]: device_name,
    [l10n.t('Launches on the device per step')]: placement?.launches_per_step,
    [l10n.t('Operations left to the CPU per step')]: left,
    [l10n.t('Providers not taken')]:
      passed_over.map(({ name, reason }) => `${name}: ${reason}`).join('; ') || undefined,
  };
}

function shortHash({ sha256 }: { readonly sha256: string }): string {
  return sha256.slice(0, HASH_DIGITS);
}

function text(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
