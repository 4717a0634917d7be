import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { isOfWholeQuestion, type TaskName } from '../../../core/analysis/variable';
import type { EmbeddingMethod } from '../../../core/run/embeddingLine';
import type { AnalysisView } from '../../../protocol/explorer';
import { Dropdown } from '../../shared/controls';
import { positionText } from '../neuron/shownNeuron';
import { TASKS } from './colouring';
import { PERPLEXITIES, type Colouring, type EmbeddingView } from './embeddingView';

interface EmbeddingControlsProps {
  readonly analysis: AnalysisView;
  readonly view: EmbeddingView;
  /** The position that is looked at, an index among those of the SAE. */
  readonly place: number;
  readonly neuron: number | null;
  readonly onChange: (part: Partial<EmbeddingView>) => void;
  readonly onNeuron: (neuron: number) => void;
}

/** What is embedded and how, and what its colours stand for. */
export function EmbeddingControls(props: EmbeddingControlsProps): JSX.Element {
  const { analysis, view, place, neuron, onChange, onNeuron } = props;
  const { method, perplexity, colouring, task, digit } = view;
  return (
    <div class="controls">
      <Dropdown
        label={l10n.t('Position')}
        value={String(place)}
        options={analysis.positions.map((_, each) => ({ value: String(each), text: positionText(analysis, each) }))}
        onChange={(value) => onChange({ position: analysis.positions[Number(value)]!.position })}
      />
      <Dropdown<EmbeddingMethod>
        label={l10n.t('Method')}
        value={method}
        options={[
          { value: 'tsne', text: 't-SNE' },
          { value: 'pca', text: 'PCA' },
        ]}
        onChange={(value) => onChange({ method: value })}
      />
      {method === 'tsne' && (
        <Dropdown
          label={l10n.t('Perplexity')}
          value={String(perplexity)}
          options={PERPLEXITIES.map((value) => ({ value: String(value), text: String(value) }))}
          onChange={(value) => onChange({ perplexity: Number(value) })}
        />
      )}
      <Dropdown<Colouring>
        label={l10n.t('Colour')}
        value={colouring}
        options={[
          { value: 'class', text: l10n.t('class') },
          { value: 'complexity', text: l10n.t('complexity') },
          { value: 'task', text: l10n.t('sub-task') },
          { value: 'neuron', text: l10n.t('activation of a neuron') },
        ]}
        onChange={(value) => onChange({ colouring: value })}
      />
      {colouring === 'task' && (
        <>
          <Dropdown
            label={l10n.t('Sub-task')}
            value={task}
            options={TASKS.map((name) => ({ value: name, text: name }))}
            onChange={(value) => onChange({ task: value })}
          />
          {!isOfWholeQuestion(task as TaskName) && (
            <Dropdown
              label={l10n.t('Column')}
              value={String(digit)}
              options={Array.from({ length: analysis.digits }, (_, n) => ({ value: String(n), text: String(n) }))}
              onChange={(value) => onChange({ digit: Number(value) })}
            />
          )}
        </>
      )}
      {colouring === 'neuron' && (
        <label class="control">
          {l10n.t('Neuron')}
          <input
            class="text-input"
            type="number"
            min={0}
            max={analysis.neurons - 1}
            value={neuron ?? ''}
            onChange={(event) => {
              const wanted = event.currentTarget.valueAsNumber;
              if (Number.isInteger(wanted) && wanted >= 0 && wanted < analysis.neurons) onNeuron(wanted);
            }}
          />
        </label>
      )}
    </div>
  );
}
