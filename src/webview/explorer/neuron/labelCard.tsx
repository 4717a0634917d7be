import * as l10n from '@vscode/l10n';
import type { ComponentChildren, JSX } from 'preact';
import type { FoundLabelRecord } from '../../../core/run/neuronsFile';
import { count, percent } from '../../shared/numbers';
import { Check } from './check';
import { ExampleRow } from './examples';
import { LabelMark } from './labelMark';
import { labelName, labelWords, rowsWords } from './labelWords';
import { Proof } from './proof';
import { figure, positionText, type PartOfNeuronProps, type PlacedLabel } from './shownNeuron';

interface LabelCardProps extends PartOfNeuronProps {
  readonly each: PlacedLabel;
  readonly isOpen: boolean;
}

/** One label: scores, controls, what scores as well, proof and counter-examples. */
export function LabelCard({ shown, each: { label, place }, isOpen, send }: LabelCardProps): JSX.Element {
  return (
    <details class="label-card" open={isOpen}>
      <summary>
        <strong>{labelName(label)}</strong> {labelWords(label)}, {rowsWords(label.rows)}
        <span class="faint">
          {' '}
          {place === null
            ? l10n.t('at all positions that predict a digit')
            : l10n.t('at {0}', positionText(shown.analysis, place))}
        </span>{' '}
        <LabelMark status={label.status} />
      </summary>
      <Scores label={label} />
      <Controls label={label} />
      {label.proof ? (
        <Proof
          proof={label.proof}
          status={label.status}
          digits={shown.analysis.digits}
          name={`${shown.fileName} proof of ${labelName(label)}`}
          send={send}
        />
      ) : (
        <Part title={l10n.t('Proof')}>
          <p class="faint">{l10n.t('Not put to the proof: the time for proofs was used up.')}</p>
        </Part>
      )}
      {label.counter_examples.length > 0 && (
        <Part
          title={l10n.t(
            'Counter-examples: false alarms, where it says what does not hold, and misses, where it does not say what holds',
          )}
        >
          <div class="table-box example-box" tabIndex={0} role="region" aria-label={l10n.t('Counter-examples')}>
            <table class="example-table">
              <tbody>
                {label.counter_examples.map((example, i) => (
                  <ExampleRow
                    key={i}
                    example={example}
                    shown={shown}
                    note={example.kind === 'false alarm' ? l10n.t('false alarm') : l10n.t('miss')}
                  />
                ))}
              </tbody>
            </table>
          </div>
        </Part>
      )}
    </details>
  );
}

/** A part of a card under its own small heading. */
function Part({ title, children }: { readonly title: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div class="label-part">
      <h4>{title}</h4>
      {children}
    </div>
  );
}

function Scores({ label }: { readonly label: FoundLabelRecord }): JSX.Element {
  const figures: [name: string, text: string, meaning: string][] = [
    ['AUROC', figure(label.auroc), l10n.t('probability that the activation is higher with the label than without')],
    ['F1', figure(label.f1), l10n.t('of "the activation is above the threshold"')],
    [
      l10n.t('precision'),
      percent(label.precision),
      l10n.t('of the questions above the threshold, those with the label'),
    ],
    [l10n.t('recall'), percent(label.recall), l10n.t('of the questions with the label, those above the threshold')],
    ['NMI', figure(label.nmi), l10n.t("mutual information with the label, as a share of the label's entropy")],
    [l10n.t('support'), count(label.support), l10n.t('questions with the label, or without where those are fewer')],
    [l10n.t('threshold'), figure(label.threshold), l10n.t('the activation that tells the label best')],
    [
      l10n.t('direction'),
      label.direction === 1 ? l10n.t('on with it') : l10n.t('off with it'),
      l10n.t('whether activations are higher or lower with the label'),
    ],
    [
      l10n.t('strength'),
      label.strength === 'strong' ? l10n.t('strong') : l10n.t('weak'),
      l10n.t('strong from an AUROC of 0.95 on'),
    ],
  ];
  return (
    <>
      <dl class="neuron-figures">
        {figures.map(([name, text, meaning]) => (
          <div key={name} title={meaning}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {label.equivalent.length > 0 && (
        <p>
          {l10n.t(
            'The same questions: {0}',
            label.equivalent.map((other) => `${labelName(other)} (${other.rows})`).join(', '),
          )}
        </p>
      )}
      {label.tied.length > 0 && (
        <p>
          {l10n.t(
            'Scores as well: {0}',
            label.tied
              .map((other) => `${labelName({ ...other, value: null })} (${other.rows}, ${figure(other.auroc)})`)
              .join(', '),
          )}
        </p>
      )}
    </>
  );
}

function Controls({ label: { controls, auroc, nmi } }: { readonly label: FoundLabelRecord }): JSX.Element {
  const { failed } = controls;
  const rows: { readonly control: string; readonly text: string }[] = [
    {
      control: 'token',
      text: l10n.t(
        'the token alone has an NMI of {0} (the neuron {1}); given the token the neuron adds {2}',
        figure(controls.token_nmi),
        figure(nmi),
        figure(controls.conditional_nmi),
      ),
    },
    {
      control: 'permutation',
      text: l10n.t('chance of so high a score under shuffled labels: {0}', figure(controls.permutation_p)),
    },
    {
      control: 'random direction',
      text: l10n.t(
        'AUROC of the best random direction {0} (the neuron {1})',
        figure(controls.random_auroc),
        figure(auroc),
      ),
    },
    { control: 'other variable', text: l10n.t('what needs no arithmetic, such as a token that has been read') },
  ];
  return (
    <Part title={l10n.t('Controls')}>
      <ul class="checks">
        {rows.map(({ control, text }) => (
          <Check key={control} isMet={!failed.includes(control)}>
            <span class="control-name">{controlName(control)}</span> {text}
          </Check>
        ))}
      </ul>
      <p class="faint">
        {l10n.t("For comparison: the best of the model's own neurons has an AUROC of {0}.", figure(controls.raw_auroc))}
      </p>
    </Part>
  );
}

function controlName(control: string): string {
  switch (control) {
    case 'token':
      return l10n.t('Token:');
    case 'permutation':
      return l10n.t('Permutation:');
    case 'random direction':
      return l10n.t('Random directions:');
    default:
      return l10n.t('Other variables:');
  }
}
