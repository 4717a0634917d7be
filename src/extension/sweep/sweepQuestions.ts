import * as vscode from 'vscode';
import type { ModelLibrary } from '../models/modelLibrary';
import { askModel, layerChoices, type ChosenModel } from '../train/questions';
import { askInTurn, choose, type Choice, type Step } from '../train/steps';
import type { NewSweep, Search } from './newSweep';

/** What the user chose to sweep. */
export interface SweepChoices extends Omit<NewSweep, 'model'> {
  readonly model: ChosenModel;
}

type Answers = Partial<SweepChoices>;

/**
 * Asks what to sweep: model, layer, what is searched, and how long each trial trains.
 *
 * @param model known already where the user started from a model
 * @returns undefined where the user turned away
 */
export async function askWhatToSweep(library: ModelLibrary, model?: ChosenModel): Promise<SweepChoices | undefined> {
  const first = model ? [] : [askModel<Answers>(library)];
  const steps: readonly Step<Answers>[] = [...first, askLayers, askSearch, askLength];
  const title = vscode.l10n.t('Sweep Hyperparameters');
  return (await askInTurn(title, model ? { model } : {}, steps)) as SweepChoices | undefined;
}

const askLayers: Step<Answers> = async (answers, place) => {
  const layers: Choice<readonly number[]>[] = layerChoices(answers.model!).map((layer) => ({
    ...layer,
    value: [layer.value],
  }));
  const all: Choice<readonly number[]> = {
    label: vscode.l10n.t('All layers'),
    description: vscode.l10n.t('the layer is searched, too'),
    value: layers.flatMap(({ value }) => value),
  };
  const choices = layers.length > 1 ? [...layers, all] : layers;
  const answer = await choose(place, vscode.l10n.t('Which layer’s MLP?'), choices);
  return answer && answer !== 'back' ? { ...answers, layers: answer.value } : answer;
};

const askSearch: Step<Answers> = async (answers, place) => {
  const answer = await choose(place, vscode.l10n.t('What is searched?'), searches());
  return answer && answer !== 'back' ? { ...answers, search: answer.value } : answer;
};

const askLength: Step<Answers> = async (answers, place) => {
  const answer = await choose(place, vscode.l10n.t('How long does each trial train?'), lengths());
  return answer && answer !== 'back' ? { ...answers, numBatches: answer.value } : answer;
};

function searches(): Choice<Search>[] {
  const { l10n } = vscode;
  return [
    {
      label: l10n.t('The notebook’s grid'),
      description: l10n.t('six KL SAEs'),
      detail: l10n.t('Sizes, sparsity targets and L1 weights, trained together where they can be'),
      value: 'notebook_grid',
    },
    {
      label: l10n.t('The notebook library’s Bayesian search'),
      description: l10n.t('seven parameters, 50 trials'),
      detail: l10n.t('A Gaussian process chooses what to try next'),
      value: 'notebook_search',
    },
    {
      label: l10n.t('Custom…'),
      description: l10n.t('a config file to edit'),
      detail: l10n.t('Any keys, any strategy, any objectives; nothing is trained yet'),
      value: 'custom',
    },
  ];
}

function lengths(): Choice<number>[] {
  const { l10n } = vscode;
  const length = (label: string, batches: number, detail: string): Choice<number> => ({
    label,
    description: l10n.t('epochs of {0} batches', batches),
    detail,
    value: batches,
  });
  return [
    length(l10n.t('Short'), 150, l10n.t('For a first look')),
    length(l10n.t('Full'), 1000, l10n.t('As the notebook trains')),
  ];
}
