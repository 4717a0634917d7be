import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { Button, Dropdown } from '../../shared/controls';
import { percent } from '../../shared/numbers';
import { LabelMark } from './labelMark';
import { labelName, labelWords, rowsWords } from './labelWords';
import { figure, groupsOf, positionText, type PlacedLabel, type ShownNeuron } from './shownNeuron';

/** Labels that are named; the others are below. */
const NAMED_LABELS = 3;

interface NeuronHeadProps {
  readonly shown: ShownNeuron;
  readonly onPosition: (place: number | null) => void;
  readonly onNeuron: (neuron: number) => void;
}

/** Which neuron it is, where, and what it says, in words. */
export function NeuronHead({ shown, onPosition, onNeuron }: NeuronHeadProps): JSX.Element {
  const { analysis, record, place, statistics, labels } = shown;
  const { neuron } = record;
  const last = analysis.neurons - 1;
  const positions = [
    { value: 'all', text: l10n.t('all together') },
    ...analysis.positions.map((_, each) => ({ value: String(each), text: positionText(analysis, each) })),
  ];
  return (
    <header class="neuron-head">
      <div class="neuron-title">
        <h2>{l10n.t('Neuron {0}', neuron)}</h2>
        <Button
          kind="quiet"
          label={l10n.t('Previous neuron')}
          onClick={() => onNeuron(neuron === 0 ? last : neuron - 1)}
        >
          ‹
        </Button>
        <Button kind="quiet" label={l10n.t('Next neuron')} onClick={() => onNeuron(neuron === last ? 0 : neuron + 1)}>
          ›
        </Button>
        <span class="filler" />
        <Dropdown
          label={l10n.t('Position')}
          value={place === null ? 'all' : String(place)}
          options={positions}
          onChange={(value) => onPosition(value === 'all' ? null : Number(value))}
        />
      </div>
      <ul class="neuron-labels">
        {labels.slice(0, NAMED_LABELS).map((each, i) => (
          <li key={i}>
            <LabelLine shown={shown} each={each} />
          </li>
        ))}
        {labels.length > NAMED_LABELS && (
          <li class="faint">{l10n.t('and {0} more labels, below', labels.length - NAMED_LABELS)}</li>
        )}
        {labels.length === 0 && <li class="faint">{withoutLabel(shown)}</li>}
        <Dependence shown={shown} />
        <ProvedTogether shown={shown} />
      </ul>
      <dl class="neuron-figures">
        <Figure
          name={l10n.t('density')}
          text={percent(statistics.density)}
          meaning={l10n.t('fraction of the questions on which it is active')}
        />
        <Figure name={l10n.t('mean')} text={figure(statistics.mean)} meaning={l10n.t('mean activation')} />
        <Figure
          name={l10n.t('mean when active')}
          text={figure(statistics.mean_active)}
          meaning={l10n.t('mean of the activations that are not zero')}
        />
        <Figure name={l10n.t('max')} text={figure(statistics.max)} meaning={l10n.t('largest activation')} />
        <Figure
          name={l10n.t('contribution')}
          text={figure(statistics.contribution)}
          meaning={l10n.t("mean activation × norm of the decoder's row")}
        />
        <Figure
          name={l10n.t('decoder norm')}
          text={figure(record.decoder_norm)}
          meaning={l10n.t("norm of the decoder's row")}
        />
      </dl>
    </header>
  );
}

/** The column that its activations follow from, at the position chosen. */
function Dependence({ shown: { record, place } }: { readonly shown: ShownNeuron }) {
  const dependence = place === null ? null : record.positions[place]!.depends_on;
  if (!dependence) return null;
  const { digit, explained } = dependence;
  return (
    <li title={l10n.t('R² of the mean over the questions with the same two digits and class, on questions held out')}>
      {l10n.t(
        "D{0}, D'{0} and the question's class account for {1} of its variance",
        digit,
        percent(Math.max(0, explained)),
      )}
    </li>
  );
}

/** What it is proved to do together with others, at the position chosen. */
function ProvedTogether({ shown }: { readonly shown: ShownNeuron }) {
  if (shown.place === null) return null;
  const { position } = shown.analysis.positions[shown.place]!;
  const groups = groupsOf(shown).filter((group) => group.position === position && group.status === 'proved');
  const [first] = groups;
  if (!first) return null;
  return (
    <li>
      <span aria-hidden="true">◆</span>{' '}
      <strong>{groups.map((group) => `${labelName(group)} ${group.rows}`).join(', ')}</strong>{' '}
      {l10n.t('proved of {0} neurons together, of which it is one', first.neurons.length)}
    </li>
  );
}

function LabelLine({ shown, each: { label, place } }: { readonly shown: ShownNeuron; readonly each: PlacedLabel }) {
  return (
    <>
      <strong>{labelName(label)}</strong>{' '}
      {label.direction === 1 ? labelWords(label) : l10n.t('off with: {0}', labelWords(label))}, {rowsWords(label.rows)}
      {shown.place === null && place !== null && (
        <span class="faint"> {l10n.t('at {0}', positionText(shown.analysis, place))}</span>
      )}
      {place === null && <span class="faint"> {l10n.t('at all positions that predict a digit')}</span>}{' '}
      <LabelMark status={label.status} />
    </>
  );
}

function withoutLabel({ analysis, statistics, place }: ShownNeuron): string {
  if (statistics.density === 0) {
    return place === null ? l10n.t('Dead: it is never active.') : l10n.t('It is never active at this position.');
  }
  if (!analysis.labels) return l10n.t('No labels were looked for.');
  return place === null ? l10n.t('No label holds.') : l10n.t('No label holds at this position.');
}

function Figure({ name, text, meaning }: { readonly name: string; readonly text: string; readonly meaning: string }) {
  return (
    <div title={meaning}>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  );
}
