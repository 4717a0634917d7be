import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { AnalysisView } from '../../../protocol/explorer';
import { count, exact, percent } from '../../shared/numbers';
import type { Send } from '../partProps';
import { Section } from '../../shared/export/section';
import { share } from './saeText';

interface Figure {
  readonly name: string;
  readonly text: string;
  /** As it is written to a file. */
  readonly value: number | null;
  readonly meaning: string;
  readonly detail?: string;
}

/** How good the SAE is in a few figures. */
export function SaeFigures({ analysis, send }: { readonly analysis: AnalysisView; readonly send: Send }): JSX.Element {
  const figures = figuresOf(analysis);
  return (
    <Section
      title={l10n.t('Quality')}
      name={`${analysis.name} quality`}
      send={send}
      table={() => ({
        header: [l10n.t('Figure'), l10n.t('Value')],
        rows: figures.map(({ name, value }) => [name, value]),
      })}
    >
      <dl class="sae-figures">
        {figures.map(({ name, text, meaning, detail }) => (
          <div key={name} title={meaning}>
            <dt>{name}</dt>
            <dd>{text}</dd>
            <dd class="detail">{detail ?? meaning}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function figuresOf({ quality, neurons }: AnalysisView): Figure[] {
  const { accuracy } = quality;
  const spliced = accuracy.spliced.all.right / accuracy.spliced.all.questions;
  const model = accuracy.model.all.right / accuracy.model.all.questions;
  return [
    {
      name: l10n.t('Explained Variance'),
      text: exact(quality.explained_variance ?? NaN),
      value: quality.explained_variance,
      meaning: l10n.t('1 − Σ|x − x̂|² / Σ|x − μ|², μ the mean over all questions and positions: the mean explains 0.'),
      detail: l10n.t('against the mean of all positions'),
    },
    {
      name: l10n.t('Explained Variance, per Position'),
      text: exact(quality.explained_variance_per_position_mean ?? NaN),
      value: quality.explained_variance_per_position_mean,
      meaning: l10n.t(
        '1 − Σ|x − x̂|² / Σ|x − μ|², μ the mean at the same position: positions have different means, which an SAE ' +
          'reproduces at no cost.',
      ),
      detail: l10n.t("against each position's own mean"),
    },
    {
      name: l10n.t('L0'),
      text: exact(Number(quality.l0.toPrecision(4))),
      value: quality.l0,
      meaning: l10n.t('Number of neurons that are active, on average over questions and positions.'),
      detail: l10n.t('neurons active at a time, {0} of all', percent(quality.l0 / neurons)),
    },
    {
      name: l10n.t('Mean Squared Error'),
      text: exact(quality.mse),
      value: quality.mse,
      meaning: l10n.t('Of the reconstruction, over questions, positions and the width of the hook.'),
      detail: l10n.t('of the reconstruction'),
    },
    {
      name: l10n.t('Exact Answers, SAE Spliced In'),
      text: share(spliced),
      value: spliced,
      meaning: l10n.t('Answers right in every digit with the reconstruction in place of the activations.'),
      detail: l10n.t('the model alone: {0}', share(model)),
    },
    {
      name: l10n.t('Probe Questions'),
      text: count(quality.questions),
      value: quality.questions,
      meaning: l10n.t('Half drawn as in training, half constructed so that rare cases can be measured.'),
      detail: l10n.t(
        'seed {0}; {1} for accuracy; analysed in {2} s ({3})',
        quality.seed,
        count(quality.accuracy_questions),
        Math.round(quality.seconds),
        quality.provider,
      ),
    },
  ];
}
