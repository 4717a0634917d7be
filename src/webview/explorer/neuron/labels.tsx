import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { Section } from '../../shared/export/section';
import type { Table } from '../../shared/export/table';
import { LabelCard } from './labelCard';
import { labelName, labelWords, rowsWords } from './labelWords';
import { figure, positionText, type PartOfNeuronProps, type ShownNeuron } from './shownNeuron';

/** What a neuron tells, with all that speaks for it and against it; where no label holds, the best scores of any. */
export function Labels({ shown, send }: PartOfNeuronProps): JSX.Element {
  const { labels, analysis, place } = shown;
  const where = place === null ? l10n.t('all positions') : positionText(analysis, place);
  return (
    <Section
      title={l10n.t('Labels and Proofs, {0}', where)}
      help={l10n.t('Scores are of questions that had no part in choosing the label.')}
      name={`${shown.fileName} labels`}
      send={send}
      {...(labels.length > 0 && { table: () => labelTable(shown) })}
    >
      {labels.map((each, i) => (
        <LabelCard
          key={`${shown.record.neuron} ${each.place} ${labelName(each.label)} ${each.label.rows}`}
          shown={shown}
          each={each}
          isOpen={i === 0}
          send={send}
        />
      ))}
      {labels.length === 0 && <p class="faint">{whyNone(shown)}</p>}
      {!labels.some((each) => each.place === place) && <Ranked shown={shown} />}
    </Section>
  );
}

function whyNone({ analysis, place }: ShownNeuron): string {
  if (!analysis.labels) return l10n.t('No labels were looked for: only statistics have been computed.');
  return place === null
    ? l10n.t('No label holds: none scores well, or each of them fails a control.')
    : l10n.t('No label holds at this position: none scores well, or each of them fails a control.');
}

/** The best scores of any label, for comparison. */
function Ranked({ shown }: { readonly shown: ShownNeuron }): JSX.Element | null {
  const { place, record, analysis } = shown;
  const ranked =
    place === null
      ? record.positions
          .flatMap((at, each) => at.ranked.slice(0, 1).map((label) => ({ ...label, each })))
          .sort((a, b) => b.auroc - a.auroc)
          .slice(0, 5)
      : record.positions[place]!.ranked.map((label) => ({ ...label, each: place }));
  if (ranked.length === 0) return null;
  return (
    <div class="table-box">
      <table>
        <caption>{l10n.t('What comes nearest')}</caption>
        <thead>
          <tr>
            <th scope="col">{l10n.t('Label')}</th>
            <th scope="col">AUROC</th>
            {place === null && <th scope="col">{l10n.t('At')}</th>}
            <th scope="col">{l10n.t('Meaning')}</th>
          </tr>
        </thead>
        <tbody>
          {ranked.map((label, i) => (
            <tr key={i}>
              <th scope="row">{labelName(label)}</th>
              <td class="number">{figure(label.auroc)}</td>
              {place === null && <td>{positionText(analysis, label.each)}</td>}
              <td class="words">
                {labelWords(label)}, {rowsWords(label.rows)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function labelTable({ labels, analysis }: ShownNeuron): Table {
  return {
    header: [
      ...['label', 'rows', 'position', 'status', 'auroc', 'f1', 'nmi', 'precision', 'recall', 'support', 'direction'],
      ...['threshold', 'token_nmi', 'conditional_nmi', 'permutation_p', 'random_auroc', 'raw_auroc', 'failed_controls'],
    ],
    rows: labels.map(({ label, place }) => [
      ...[labelName(label), label.rows, place === null ? null : `P${analysis.positions[place]!.position}`],
      ...[label.status, label.auroc, label.f1, label.nmi, label.precision, label.recall, label.support],
      ...[label.direction, label.threshold, label.controls.token_nmi, label.controls.conditional_nmi],
      ...[label.controls.permutation_p, label.controls.random_auroc, label.controls.raw_auroc],
      label.controls.failed.join('; '),
    ]),
  };
}
