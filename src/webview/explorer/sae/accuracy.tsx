import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { AnalysisView } from '../../../protocol/explorer';
import { HeaderRow } from '../../shared/export/dataTable';
import { count } from '../../shared/numbers';
import type { Send } from '../partProps';
import { Section } from '../../shared/export/section';
import { AccuracyPicture } from './accuracyPicture';
import { Fitted } from './fitted';
import { accuracyRows, points, share } from './saeText';

const FILE_WIDTH = 560;

/** How often the model answers right, with the SAE in its place, and without the hook's activations. */
export function Accuracy({ analysis, send }: { readonly analysis: AnalysisView; readonly send: Send }): JSX.Element {
  const rows = accuracyRows(analysis.quality);
  const title = l10n.t('Exact Answers');
  const header = [
    l10n.t('Questions of'),
    l10n.t('Number'),
    l10n.t('Model'),
    l10n.t('SAE Spliced In'),
    l10n.t('Change'),
    l10n.t('Mean Ablated'),
  ];
  return (
    <Section
      title={title}
      help={l10n.t(
        'The share of questions answered right in every digit and the sign, each predicted with the true ones before it ' +
          "in the context: by the model; with the SAE's reconstruction in place of the hook's activations; and with " +
          'their means at each position in place of them.',
      )}
      name={`${analysis.name} accuracy`}
      send={send}
      isTableShown
      picture={() => <AccuracyPicture rows={rows} width={FILE_WIDTH} />}
      table={() => ({
        header,
        rows: rows.map(({ name, questions, model, spliced, ablated }) => [
          name,
          questions,
          model,
          spliced,
          spliced - model,
          ablated,
        ]),
      })}
    >
      <Fitted>{(width) => <AccuracyPicture rows={rows} width={width} />}</Fitted>
      <div class="table-box" tabIndex={0} role="region" aria-label={title}>
        <table class="figures">
          <thead>
            <HeaderRow names={header} />
          </thead>
          <tbody>
            {rows.map(({ name, questions, model, spliced, ablated }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{count(questions)}</td>
                <td>{share(model)}</td>
                <td>{share(spliced)}</td>
                <td title={l10n.t('percentage points')}>{points(spliced - model)}</td>
                <td>{share(ablated)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
