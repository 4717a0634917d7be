import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { QualityFile } from '../../../core/run/qualityFile';
import type { AnalysisView } from '../../../protocol/explorer';
import { HeaderRow } from '../../shared/export/dataTable';
import { count } from '../../shared/numbers';
import type { Send } from '../partProps';
import { Section } from '../../shared/export/section';

interface LabelCountsProps {
  readonly analysis: AnalysisView;
  readonly send: Send;
}

type Labels = NonNullable<QualityFile['labels']>;

/** How many labels were found, and how many of them proved; nothing where none were looked for. */
export function LabelCounts({ analysis, send }: LabelCountsProps): JSX.Element | null {
  const { labels } = analysis.quality;
  if (!labels) return null;
  const title = l10n.t('Labels');
  const rows = countsOf(labels);
  return (
    <Section
      title={title}
      name={`${analysis.name} labels`}
      send={send}
      table={() => ({
        header: [l10n.t('Labels'), l10n.t('Number')],
        rows: rows.map(({ name, value }) => [name, value]),
      })}
    >
      <div class="table-box">
        <table class="figures label-counts">
          <caption class="visually-hidden">{title}</caption>
          <tbody>
            {rows.map(({ name, value, meaning }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{count(value)}</td>
                <td class="text">{meaning}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function countsOf(labels: Labels) {
  return [
    {
      name: l10n.t('Candidates'),
      value: labels.candidates,
      meaning: l10n.t('scored well on the questions on which labels are chosen'),
    },
    {
      name: l10n.t('Labelled'),
      value: labels.labelled,
      meaning: l10n.t('held on other questions, and against every control'),
    },
    {
      name: l10n.t('Proved'),
      value: labels.proved,
      meaning: l10n.t('removing the neuron breaks what needs the label, and little else'),
    },
    { name: l10n.t('Not Tried'), value: labels.unfinished, meaning: l10n.t('the time for proofs was used up') },
    {
      name: l10n.t('Groups'),
      value: labels.groups,
      meaning: l10n.t('of neurons that share a label or a column at a position'),
    },
    { name: l10n.t('Groups Proved'), value: labels.groups_proved, meaning: l10n.t('removed together') },
  ];
}

/** How well neurons tell the sub-tasks, beside what they are to be compared with. */
export function Coverage({ analysis, send }: LabelCountsProps): JSX.Element | null {
  const { labels } = analysis.quality;
  if (!labels) return null;
  const { sae, random, raw } = labels.coverage;
  const rows = [
    { name: l10n.t("The SAE's {0} neurons", sae.features), of: sae },
    { name: l10n.t("{0} of the model's own neurons", raw.features), of: raw },
    { name: l10n.t('{0} random directions', random.features), of: random },
  ];
  const title = l10n.t('Coverage');
  const header = [l10n.t('Features'), l10n.t('Properties'), l10n.t('Coverage'), l10n.t('Reconstruction')];
  return (
    <Section
      title={title}
      help={l10n.t(
        'As for board games (Karvonen et al. 2024), held out. Coverage: the F1 of the best classifier, a feature with a ' +
          'threshold, averaged over the values of all sub-tasks. Reconstruction: the F1 of the features that are right ' +
          'in 95 % of the cases, averaged likewise.',
      )}
      name={`${analysis.name} coverage`}
      send={send}
      table={() => ({
        header,
        rows: rows.map(({ name, of }) => [name, of.properties, of.coverage, of.reconstruction]),
      })}
    >
      <div class="table-box" tabIndex={0} role="region" aria-label={title}>
        <table class="figures">
          <thead>
            <HeaderRow names={header} />
          </thead>
          <tbody>
            {rows.map(({ name, of }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{count(of.properties)}</td>
                <td>{figure(of.coverage)}</td>
                <td>{figure(of.reconstruction)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="note">
        {l10n.t(
          'Mean F1 over the sub-tasks, held out: of the best neuron with a threshold (coverage), and of neurons that are ' +
            'right in 95 % of the cases (reconstruction).',
        )}
      </p>
    </Section>
  );
}

function figure(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}
