import type { Rows } from '../label';
import type { Column } from '../truth/truth';
import type { TaskName } from '../variable';
import type { ColumnScorer, FeatureScores } from './columnScorer';
import { f1Of, thresholdOf } from './levels';

/** Features with one value per row. */
export interface Features {
  readonly count: number;
  /** The values of one, by row; they may change when the next are asked for. */
  readonly values: (index: number) => Float32Array;
}

/** How much of the ground truth features hold, as for board games (Karvonen et al. 2024). */
export interface Coverage {
  /** How many properties there are: values of columns, on the rows of the task's own class. */
  readonly properties: number;
  /** The F1 of the one feature and threshold that tell a property best, averaged over properties. */
  readonly coverage: number;
  /** The F1 of "any feature is active that is precise for the property", averaged over properties. */
  readonly reconstruction: number;
  readonly by_task: Readonly<Partial<Record<TaskName, Omit<Coverage, 'by_task'>>>>;
}

interface Classifier {
  readonly feature: number;
  readonly threshold: number;
}

/** A property with what features can do for it. */
interface Property {
  readonly column: number;
  readonly code: number;
  best: Classifier & { readonly f1: number };
  readonly precise: Classifier[];
}

/** The rows of the class that a task belongs to, where it is part of how the answer comes about. */
function ownRows(task: TaskName): Rows {
  if (task === 'OPR' || task === 'SGN' || task === 'SLT') return 'all';
  if (task === 'GT') return 'sub';
  return task[0] as Rows;
}

/** Collects, feature by feature, what tells which property, on the rows on which labels are chosen. */
export class Board {
  private readonly properties: (Property | undefined)[];

  constructor(scorer: ColumnScorer) {
    this.properties = scorer.targets.map(({ column, code }) => {
      const { task, rows } = scorer.columns[column]!.label;
      if (rows !== ownRows(task)) return undefined;
      return { column, code, best: { feature: -1, threshold: 0, f1: 0 }, precise: [] };
    });
  }

  add(feature: number, scores: FeatureScores): void {
    this.properties.forEach((property, target) => {
      if (property === undefined) return;
      const f1 = scores.levelF1[target]!;
      const at = (level: number) => ({ feature, threshold: thresholdOf(level, scores.maximum) });
      if (f1 > property.best.f1) property.best = { ...at(scores.level[target]!), f1 };
      const preciseLevel = scores.preciseLevel[target]!;
      if (preciseLevel > 0) property.precise.push(at(preciseLevel));
    });
  }

  /**
   * How well properties are told on other rows.
   *
   * @param features those that were added
   * @param columns the scorer's columns on these rows, in its order
   */
  measure(features: Features, columns: readonly Column[]): Coverage {
    const properties = this.properties.filter((property) => property !== undefined);
    const best = properties.map(() => 0);
    const anyPrecise = properties.map(({ column }) => new Uint8Array(columns[column]!.rows.length));
    for (let feature = 0; feature < features.count; feature++) {
      const values = features.values(feature);
      for (const [i, property] of properties.entries()) {
        const { rows } = columns[property.column]!;
        if (property.best.feature === feature) {
          best[i] = this.f1(property, columns, (row) => values[rows[row]!]! > property.best.threshold);
        }
        for (const { threshold } of property.precise.filter((classifier) => classifier.feature === feature)) {
          for (let row = 0; row < rows.length; row++) if (values[rows[row]!]! > threshold) anyPrecise[i]![row] = 1;
        }
      }
    }
    const rebuilt = properties.map((property, i) => this.f1(property, columns, (row) => anyPrecise[i]![row] === 1));
    const tasks = properties.map(({ column }) => columns[column]!.label.task);
    const over = (chosen: readonly number[]) => ({
      properties: chosen.length,
      coverage: mean(chosen.map((i) => best[i]!)),
      reconstruction: mean(chosen.map((i) => rebuilt[i]!)),
    });
    const all = [...properties.keys()];
    const byTask = [...new Set(tasks)].map((task) => [task, over(all.filter((i) => tasks[i] === task))]);
    return { ...over(all), by_task: Object.fromEntries(byTask) as Coverage['by_task'] };
  }

  private f1({ column, code }: Property, columns: readonly Column[], saysYes: (row: number) => boolean): number {
    const { codes } = columns[column]!;
    let [hits, falseAlarms, positives] = [0, 0, 0];
    for (let row = 0; row < codes.length; row++) {
      const isTarget = codes[row] === code;
      if (isTarget) positives++;
      if (!saysYes(row)) continue;
      if (isTarget) hits++;
      else falseAlarms++;
    }
    return f1Of(hits, falseAlarms, positives);
  }
}

/** Coverage over all properties of several positions. */
export function meanCoverage(parts: readonly Coverage[]): Coverage {
  const tasks = new Set(parts.flatMap((part) => Object.keys(part.by_task) as TaskName[]));
  const byTask = [...tasks].map((task) => [task, weighted(parts.flatMap((part) => part.by_task[task] ?? []))]);
  return { ...weighted(parts), by_task: Object.fromEntries(byTask) as Coverage['by_task'] };
}

function weighted(parts: readonly Omit<Coverage, 'by_task'>[]): Omit<Coverage, 'by_task'> {
  const properties = parts.reduce((sum, part) => sum + part.properties, 0);
  const over = (key: 'coverage' | 'reconstruction') =>
    properties === 0 ? 0 : parts.reduce((sum, part) => sum + part.properties * part[key], 0) / properties;
  return { properties, coverage: over('coverage'), reconstruction: over('reconstruction') };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
