import { writtenSpace } from '../../core/config/namedSpaces';
import { fileStem, modelReference, shortModelName, type ModelReference } from '../train/newConfig';

/** What a new sweep searches: as the notebook does, as its library does, or what the user writes. */
export type Search = 'notebook_grid' | 'notebook_search' | 'custom';

/** What a new config is to sweep. */
export interface NewSweep {
  readonly model: ModelReference;
  /** One layer, or several to search. */
  readonly layers: readonly number[];
  readonly search: Search;
  /** Batches of an epoch. */
  readonly numBatches: number;
}

/** The text of a sweep's config file in a folder, for the user to keep and to edit. */
export function newSweepText(sweep: NewSweep, folder: string): string {
  const lines = sweep.search === 'custom' ? customLines(sweep) : notebookLines(sweep, sweep.search);
  return ['{', ...lines(JSON.stringify(modelReference(sweep.model, folder))), '}', ''].join('\n');
}

/** A file name that says what is searched: `mix_d6_l3_h4-layer1-notebook-grid`, without an ending. */
export function newSweepStem({ layers, search }: NewSweep, modelName: string): string {
  const place = layers.length === 1 ? `layer${layers[0]}` : 'layers';
  const what = { notebook_grid: 'notebook-grid', notebook_search: 'notebook-search', custom: 'sweep' }[search];
  return fileStem(`${shortModelName(modelName)}-${place}-${what}`);
}

function notebookLines({ layers, numBatches }: NewSweep, space: Exclude<Search, 'custom'>) {
  const comment = {
    notebook_grid: 'The six trials of the notebook’s grid, with its own rules (preset "notebook"), best score first.',
    notebook_search:
      'The Bayesian search of the notebook’s library in its seven parameters, with the notebook’s rules.',
  }[space];
  const [layer] = layers;
  const isOne = layers.length === 1;
  return (model: string) => [
    `  // ${comment}`,
    '  "kind": "sweep",',
    `  "model": ${model},`,
    '  "preset": "notebook",',
    ...(isOne ? [`  "layer_num": ${layer},`] : []),
    `  "num_batches": ${numBatches},`,
    ...(isOne ? [`  "space": "${space}",`] : writtenOut({ layer_num: layers, ...writtenSpace(space) })),
    ...(space === 'notebook_search' ? ['  "limits": { "trials": 50 },'] : []),
    '  "objective": "score"',
  ];
}

/** A space that goes by a name has no room for another key. */
function writtenOut(space: object): string[] {
  const entries = Object.entries(space).map(([key, entry]) => `    ${JSON.stringify(key)}: ${spaced(entry)}`);
  return ['  "space": {', ...entries.join(',\n').split('\n'), '  },'];
}

function spaced(value: unknown): string {
  const text = JSON.stringify(value, null, 1).replace(/\s*\n\s*/g, ' ');
  return text.replace(/\[ /g, '[').replace(/ \]/g, ']');
}

function customLines({ layers, numBatches }: NewSweep) {
  return (model: string) => [
    '  // The keys of a training config, which all trials share, and under "space" what is searched.',
    '  // Hover over a key for what it means.',
    '  "kind": "sweep",',
    `  "model": ${model},`,
    ...(layers.length === 1 ? [`  "layer_num": ${layers[0]},`] : []),
    '  "architecture": "topk",',
    '  "num_epochs": 8,',
    `  "num_batches": ${numBatches},`,
    '  // The activations of these models are small, and so are the losses: the default, 1e-4, may stop too early.',
    '  "early_stopping_threshold": 1e-7,',
    '',
    '  // Lists of values, or ranges: lists alone are a grid, of which every combination is tried; with a range the',
    '  // search is Bayesian. "strategy" may be "grid", "random", "latin_hypercube" or "bayesian".',
    '  "space": {',
    ...(layers.length === 1 ? [] : [`    "layer_num": ${spaced(layers)},`]),
    '    "k": [4, 8, 16],',
    '    "encoding_dim": [64, 128, 256],',
    '    "learning_rate": { "min": 3e-4, "max": 1e-2, "scale": "log" }',
    '  },',
    '  // What the best trial is best at: "score", "loss", "density", "explained_variance", "spliced_accuracy" or',
    '  // "coverage"; a list of several asks for those trials than which none is better in all of them.',
    '  "objective": "explained_variance",',
    '  // "trials", "minutes", and "patience": trials in a row that were no better.',
    '  "limits": { "trials": 20 }',
    '  // Successive halving stops trials that fall behind (add a comma above):',
    '  // "halving": { "min_epochs": 1, "reduction": 3 }',
  ];
}
