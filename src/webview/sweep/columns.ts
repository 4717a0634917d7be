import * as l10n from '@vscode/l10n';
import type { ObjectiveName } from '../../core/config/sweepConfig';
import { objectiveNames } from '../../core/config/sweepKeys';
import { figure } from '../../core/run/figures';
import { minimised } from '../../core/sweep/objectives';
import { isOrdered, type Dimension, type ParameterValue } from '../../core/sweep/searchSpace';
import type { SweepPlanView, TrialView } from '../../protocol/sweep';
import type { Cell } from '../shared/export/table';
import type { Range } from '../shared/range';
import { jobText, stateText } from './trialText';

/** A fact of every trial: what tables, axes and filters are made of. */
export interface Column {
  /** What it is known by over reloads. */
  readonly id: string;
  readonly title: string;
  readonly kind: 'number' | 'state' | 'parameter' | 'objective' | 'job';
  /** What it is compared by and written to files as; null where the trial has none. */
  readonly valueOf: (trial: TrialView) => Cell;
  /** As tables have it. */
  readonly textOf: (trial: TrialView) => string;
  /** Whether its values are numbers. */
  readonly isNumeric: boolean;
  /** Whether the search space is evenly searched on a logarithmic scale. */
  readonly isLogarithmic: boolean;
  /** Between which numbers its values are searched. */
  readonly extent: Range | null;
  /** The values that it can have where these are few, in their order. */
  readonly choices: readonly Cell[] | null;
  /** Of an objective, its name. */
  readonly objective: ObjectiveName | null;
}

/** Steps of a list that are as far apart as this call for a logarithmic axis. */
const WIDE_RATIO = 30;

/** All columns that a sweep's trials have, in the order in which they are shown. */
export function columnsOf(
  plan: SweepPlanView | null,
  trials: readonly TrialView[],
  isActive: boolean,
): readonly Column[] {
  const objectives = objectivesOf(plan, trials);
  const keys = plan?.space.map(({ key }) => key) ?? [
    ...new Set(trials.flatMap(({ parameters }) => Object.keys(parameters))),
  ];
  return [
    numberColumn(),
    stateColumn(isActive),
    ...objectives.map(objectiveColumn),
    ...keys.map((key) => parameterColumn(key, dimensionOf(plan, key, trials))),
    ...(trials.some(({ job }) => job !== null) ? [jobColumn()] : []),
  ];
}

/** The objectives that are judged by, then what else was measured. */
function objectivesOf(plan: SweepPlanView | null, trials: readonly TrialView[]): readonly ObjectiveName[] {
  const measured = new Set(trials.flatMap(({ objective }) => Object.keys(objective ?? {})));
  const judged = plan?.objectives ?? [];
  return [...judged, ...objectiveNames.filter((name) => measured.has(name) && !judged.includes(name))];
}

/** The dimension of a key; made from the trials' own values before the sweep has said what it searches. */
function dimensionOf(plan: SweepPlanView | null, key: string, trials: readonly TrialView[]): Dimension {
  const known = plan?.space.find((dimension) => dimension.key === key);
  if (known) return known;
  const values = new Map<string, ParameterValue>();
  for (const { parameters } of trials) {
    const value = parameters[key];
    if (value !== undefined) values.set(JSON.stringify(value), value);
  }
  return { key, kind: 'choice', values: [...values.values()] };
}

const plain = { isLogarithmic: false, extent: null, choices: null, objective: null } as const;

function numberColumn(): Column {
  return {
    ...plain,
    id: 'trial',
    title: l10n.t('Trial'),
    kind: 'number',
    valueOf: ({ trial }) => trial,
    textOf: ({ trial }) => String(trial),
    isNumeric: true,
  };
}

function stateColumn(isActive: boolean): Column {
  const textOf = (trial: TrialView) => stateText(trial, isActive);
  return { ...plain, id: 'state', title: l10n.t('State'), kind: 'state', valueOf: textOf, textOf, isNumeric: false };
}

function jobColumn(): Column {
  return {
    ...plain,
    id: 'job',
    title: l10n.t('Job'),
    kind: 'job',
    valueOf: ({ job }) => job && jobText(job),
    textOf: ({ job }) => (job ? jobText(job) : ''),
    isNumeric: false,
  };
}

function objectiveColumn(name: ObjectiveName): Column {
  return {
    ...plain,
    id: `objective ${name}`,
    title: name,
    kind: 'objective',
    valueOf: ({ objective }) => objective?.[name] ?? null,
    textOf: ({ objective }) => {
      const value = objective?.[name];
      return value === undefined || value === null ? '–' : figure(value);
    },
    isNumeric: true,
    objective: name,
  };
}

function parameterColumn(key: string, dimension: Dimension): Column {
  const isNumeric = dimension.kind === 'range' || (dimension.values.length > 0 && isOrdered(dimension));
  const valueOf = ({ parameters }: TrialView) => cellOf(parameters[key]);
  return {
    id: `parameter ${key}`,
    title: key,
    kind: 'parameter',
    valueOf,
    textOf: (trial) => {
      const value = valueOf(trial);
      return typeof value === 'number' ? shortNumber(value) : (value ?? '–');
    },
    isNumeric,
    isLogarithmic: dimension.kind === 'range' ? dimension.scale === 'log' : isNumeric && isWide(dimension.values),
    extent: dimension.kind === 'range' ? { min: dimension.min, max: dimension.max } : null,
    choices: dimension.kind === 'choice' ? choicesOf(dimension.values, isNumeric) : null,
    objective: null,
  };
}

/** A parameter to four digits, which is as many as tell trials apart. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** A parameter as tables have it. */
function cellOf(value: ParameterValue | undefined): Cell {
  if (value === undefined) return null;
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}

function choicesOf(values: readonly ParameterValue[], isNumeric: boolean): readonly Cell[] {
  const cells = values.map(cellOf);
  return isNumeric ? cells.toSorted((a, b) => Number(a) - Number(b)) : cells;
}

function isWide(values: readonly ParameterValue[]): boolean {
  const numbers = values as readonly number[];
  return Math.min(...numbers) > 0 && Math.max(...numbers) >= WIDE_RATIO * Math.min(...numbers);
}

/** 1 where less of an objective is better, -1 where more is. */
export function directionOf(objective: ObjectiveName): 1 | -1 {
  return minimised({ [objective]: 1 }, [objective])![0]! > 0 ? 1 : -1;
}

/** Compares cells for sorting: numbers by size, texts by letters, and what is missing last whichever way. */
export function compareCells(a: Cell, b: Cell, descending: boolean): number {
  const [noA, noB] = [isMissing(a), isMissing(b)];
  if (noA || noB) return Number(noA) - Number(noB);
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : compareTexts(String(a), String(b));
  return descending ? -order : order;
}

const collator = new Intl.Collator('en', { numeric: true });
const compareTexts = (a: string, b: string) => collator.compare(a, b);

function isMissing(cell: Cell): boolean {
  return cell === null || Number.isNaN(cell);
}
