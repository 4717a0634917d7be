import { askedSweep } from '../core/run/askedConfig';
import { figure } from '../core/run/figures';
import { rankedTrials, type RankedTrial } from '../core/sweep/ranking';
import type { RunSummary } from '../store/runList';
import { readSweepLedger } from '../store/sweepLedger';
import { printJson, printLines, printTable } from './print';

/** Prints how a sweep stands, and its trials, the best first. */
export async function showSweep(summary: RunSummary, { json }: { readonly json?: boolean }): Promise<void> {
  const { directory, name, request, sweep, status, state } = summary;
  const ledger = await readSweepLedger(directory);
  const problems = [...summary.problems, ...ledger.problems];
  if (json) {
    const files = { name: name ?? null, request: request ?? null, sweep: sweep ?? null, status: status ?? null };
    printJson({ directory, state, ...files, trials: ledger.trials, problems });
    return;
  }
  const title = name === undefined ? directory : `${directory} (${name})`;
  printLines([`${title}: ${state}${status?.error ? `: ${status.error}` : ''}`]);
  const search = askedSweep((sweep ?? request)?.config);
  if (sweep) {
    printLines([
      `  made      ${sweep.created} by Quanta ${sweep.versions.quanta}, ONNX Runtime ${sweep.versions.onnxruntime}`,
      `  model     ${sweep.model.name} (${sweep.model.path})`,
    ]);
  } else if (request) printLines([`  asked     ${request.created}, to sweep ${request.config.file}`]);
  if (search) printLines([`  search    ${search.strategy}, best ${search.objectives.join(' and ')}`]);
  printLines(['']);
  if (ledger.trials.length === 0) printLines(['No trial has begun.']);
  else printTrials(rankedTrials(ledger.trials, search?.objectives ?? []));
  printLines(problems);
}

function printTrials(ranked: readonly RankedTrial[]): void {
  const keys = [...new Set(ranked.flatMap(({ trial }) => Object.keys(trial.parameters)))];
  const objectives = [...new Set(ranked.flatMap(({ trial }) => Object.keys(trial.objective ?? {})))];
  const rows = ranked.map(({ trial, isBest }) => [
    `${trial.trial}${isBest ? ' *' : ''}`,
    trial.state,
    ...objectives.map((name) => {
      const value = trial.objective?.[name as keyof typeof trial.objective];
      return typeof value === 'number' ? figure(value) : '';
    }),
    ...keys.map((key) => JSON.stringify(trial.parameters[key] ?? null)),
  ]);
  printTable([['Trial', 'State', ...objectives, ...keys], ...rows]);
}
