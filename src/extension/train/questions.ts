import * as vscode from 'vscode';
import type { ModelFile } from '../../store/modelFile';
import type { ModelEntry, ModelLibrary } from '../models/modelLibrary';
import { modelDescription } from '../models/modelText';
import type { LengthChoice, SaeChoice } from './newConfig';
import { askInTurn, choose, type Choice, type Step } from './steps';

/** A model, with what was read of it. */
export interface ChosenModel {
  readonly entry: ModelEntry;
  readonly file: ModelFile;
}

/** What the user chose to train. */
export interface Choices {
  readonly model: ChosenModel;
  readonly layer: number;
  readonly sae: SaeChoice;
  readonly length: LengthChoice;
}

type Answers = Partial<Choices>;
type WithModel = { readonly model?: ChosenModel };

/**
 * Asks what to train: model, layer, SAE and length, with the usual choice first everywhere.
 *
 * @param model known already where the user started from a model
 * @returns undefined where the user turned away
 */
export async function askWhatToTrain(library: ModelLibrary, model?: ChosenModel): Promise<Choices | undefined> {
  const steps: readonly Step<Answers>[] = [...(model ? [] : [askModel<Answers>(library)]), askLayer, askSae, askLength];
  const answers = await askInTurn(vscode.l10n.t('Train SAE'), model ? { model } : {}, steps);
  return answers as Choices | undefined;
}

/** Asks which model. */
export function askModel<A extends WithModel>(library: ModelLibrary): Step<A> {
  return async (answers, place) => {
    const answer = await choose(place, vscode.l10n.t('Which model?'), await models(library));
    return answer && answer !== 'back' ? { ...answers, model: answer.value } : answer;
  };
}

/** The layers of a model, each with its MLP. */
export function layerChoices({ file }: ChosenModel): Choice<number>[] {
  return Array.from({ length: file.config.nLayers }, (_, layer) => ({
    label: vscode.l10n.t('Layer {0}', layer),
    description: `blocks.${layer}.mlp.hook_post`,
    value: layer,
  }));
}

const askLayer: Step<Answers> = async (answers, place) => {
  const answer = await choose(place, vscode.l10n.t('Which layer’s MLP?'), layerChoices(answers.model!));
  return answer && answer !== 'back' ? { ...answers, layer: answer.value } : answer;
};

const askSae: Step<Answers> = async (answers, place) => {
  const answer = await choose(place, vscode.l10n.t('Which sparse autoencoder?'), saes());
  return answer && answer !== 'back' ? { ...answers, sae: answer.value } : answer;
};

const askLength: Step<Answers> = async (answers, place) => {
  const answer = await choose(place, vscode.l10n.t('How long?'), lengths());
  return answer && answer !== 'back' ? { ...answers, length: answer.value } : answer;
};

/** The models that can be trained on: what cannot be read is in the Models view, with the reason. */
async function models(library: ModelLibrary): Promise<Choice<ChosenModel>[]> {
  const entries = [...(await library.list('workspace')), ...(await library.list('bundled'))];
  const choices = entries.map(async (entry) => {
    const content = await library.read(entry);
    if (content.kind !== 'model') return [];
    const detail = entry.place === 'bundled' ? vscode.l10n.t('comes with Quanta') : entry.path;
    const { file } = content;
    return [{ label: entry.name, description: modelDescription(file), detail, value: { entry, file } }];
  });
  return (await Promise.all(choices)).flat();
}

function saes(): Choice<SaeChoice>[] {
  const { l10n } = vscode;
  const topk = (encodingDim: number, k: number, detail: string): Choice<SaeChoice> => ({
    label: l10n.t('TopK, {0} neurons', encodingDim),
    description: l10n.t('{0} active at a time', k),
    detail,
    value: { architecture: 'topk', encodingDim, k },
  });
  const kl = (encodingDim: number, preset: 'default' | 'notebook', detail: string): Choice<SaeChoice> => ({
    label: l10n.t('KL, {0} neurons', encodingDim),
    description: preset === 'notebook' ? l10n.t('the notebook’s rules') : l10n.t('5% active on average'),
    detail,
    value: { architecture: 'kl', encodingDim, preset },
  });
  return [
    topk(512, 16, l10n.t('The usual choice: exactly as sparse as asked')),
    topk(256, 8, l10n.t('Smaller, sparser and faster: good for a first look')),
    topk(2048, 32, l10n.t('For finer features; takes longer')),
    kl(512, 'default', l10n.t('Sparsity by a KL penalty, best epoch kept')),
    kl(64, 'notebook', l10n.t('Repeats the notebook: capped penalty, Adam rebuilt every epoch, last epoch kept')),
  ];
}

function lengths(): Choice<LengthChoice>[] {
  const { l10n } = vscode;
  const length = (label: string, numEpochs: number, numBatches: number, detail: string): Choice<LengthChoice> => ({
    label,
    description: l10n.t('{0} epochs of {1} batches', numEpochs, numBatches),
    detail,
    value: { numEpochs, numBatches },
  });
  return [
    length(l10n.t('Short'), 8, 150, l10n.t('For a first look: about a minute on a laptop’s processor')),
    length(l10n.t('Full'), 10, 1000, l10n.t('For results: minutes on a laptop’s processor')),
  ];
}
