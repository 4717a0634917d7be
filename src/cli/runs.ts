import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../core/errors';
import type { ObjectiveName } from '../core/config/sweepConfig';
import { askedConfig, askedSweep } from '../core/run/askedConfig';
import { figure } from '../core/run/figures';
import { thisMachine } from '../store/displayState';
import type { MetricsLine } from '../core/run/metricsLine';
import { readMetrics } from '../store/metricsLog';
import { runPaths } from '../store/runDirectory';
import { providerLines } from '../core/run/providerText';
import type { RunFile } from '../core/run/runFile';
import { isRun, listRuns, readRun, type RunSummary } from '../store/runList';
import { RUNS_FOLDER } from './places';
import { printJson, printLines, printTable } from './print';
import { showSweep } from './showSweep';

interface Options {
  readonly json?: boolean;
}

/** `quanta runs list` and `quanta runs show` */
export function addRunsCommand(program: Command): void {
  const runs = program.command('runs').description('trained and unfinished runs and sweeps');
  runs
    .command('list')
    .description('list runs and sweeps, newest first')
    .argument('[folder]', 'folder of the runs', RUNS_FOLDER)
    .option('--json', 'print JSON')
    .action(list);
  runs
    .command('show')
    .description("show a run's config, state, epochs and result, or a sweep's trials, the best first")
    .argument('<directory>', 'directory of the run or the sweep')
    .option('--json', 'print JSON')
    .action(show);
}

async function list(folder: string, options: Options): Promise<void> {
  const runs = await listRuns(folder, thisMachine);
  if (options.json) {
    printJson(runs);
    return;
  }
  if (runs.length === 0) {
    printLines([`No runs in ${folder}.`]);
    return;
  }
  printTable([['Run', 'Name', 'State', 'Model', 'SAE', 'Epoch', 'Score', 'Loss', 'Density'], ...runs.map(rowOf)]);
  printLines(runs.flatMap(({ problems }) => problems));
}

function rowOf(summary: RunSummary): string[] {
  const { id, name, kind, state, request, run, sweep, status } = summary;
  const config = run?.config.resolved;
  const progress = status?.progress;
  const text = (value: number | null | undefined) => (value === null || value === undefined ? '' : figure(value));
  const model = (run ?? sweep)?.model.name ?? (request && askedConfig(request)?.model) ?? '';
  if (kind === 'sweep') {
    const { most = null, done = 0, failed = 0, best } = status?.sweep ?? {};
    const trials = most === null ? `${done + failed}` : `${done + failed}/${most}`;
    const first = askedSweep((sweep ?? request)?.config)?.objectives[0];
    const bestOf = (objective: ObjectiveName) => (objective === first ? text(best) : '');
    return [id, name ?? '', state, model, `${trials} trials`, '', bestOf('score'), bestOf('loss'), bestOf('density')];
  }
  return [
    id,
    name ?? '',
    state,
    model,
    config ? `${config.architecture} ${config.encoding_dim}` : '',
    progress ? `${progress.epoch}/${progress.num_epochs}` : '',
    text(status?.result?.score),
    text(status?.result?.loss ?? progress?.loss),
    text(status?.result?.density ?? progress?.density),
  ];
}

async function show(directory: string, options: Options): Promise<void> {
  if (!(await isRun(directory))) throw new UserError(`${directory}: there is no run here (no run.json)`);
  const summary = await readRun(resolve(directory), thisMachine);
  if (summary.kind === 'sweep') {
    await showSweep(summary, options);
    return;
  }
  const { name, request, run, status, state, problems } = summary;
  const metrics = await readMetrics(runPaths(directory).metrics);
  const epochs = metrics.lines.filter(({ kind }) => kind === 'epoch');
  const allProblems = [...problems, ...metrics.problems];
  if (options.json) {
    const files = { name: name ?? null, request: request ?? null, run: run ?? null, status: status ?? null };
    printJson({ directory, state, ...files, epochs, problems: allProblems });
    return;
  }
  const title = name === undefined ? directory : `${directory} (${name})`;
  printLines([`${title}: ${state}${status?.error ? `: ${status.error}` : ''}`]);
  if (run) printLines([...aboutRun(run), '']);
  else if (request) printLines([`  asked     ${request.created}, to train ${request.config.file}`, '']);
  if (epochs.length === 0) printLines(['No epoch has ended.']);
  else printTable([['Epoch', 'Score', 'Loss', 'MSE', 'Density', 'Neurons used', 'Seconds'], ...epochs.map(epochRow)]);
  if (status?.result) printLines(['', `Result: ${JSON.stringify(status.result)}`]);
  printLines(allProblems);
}

function aboutRun({ created, versions, model, provider, config }: RunFile): string[] {
  return [
    `  made      ${created} by Quanta ${versions.quanta}, ONNX Runtime ${versions.onnxruntime}`,
    `  model     ${model.name} (${model.path})`,
    ...providerLines(provider).map((line, i) => `  ${i === 0 ? 'provider' : ''.padEnd(8)}  ${line}`),
    ...Object.entries(config.resolved).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`),
  ];
}

function epochRow({ epoch, score, loss, mse, density, neurons_used, seconds }: MetricsLine): (string | number)[] {
  const figures = [score, loss, mse, density].map((value) => (value === null ? 'not finite' : figure(value)));
  return [epoch, ...figures, neurons_used ?? '', seconds.toFixed(1)];
}
