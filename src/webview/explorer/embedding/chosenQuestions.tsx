import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { AnalysisView } from '../../../protocol/explorer';
import { Button } from '../../shared/controls';
import { count } from '../../shared/numbers';
import { useValue } from '../../shared/useValue';
import type { ExplorerModel } from '../explorerModel';
import type { Send } from '../partProps';
import { Section } from '../../shared/export/section';
import { labelIndexOf, mainLabel } from '../map/labelIndex';
import { labelName } from '../neuron/labelWords';
import { sampleOf, type Sample } from '../sample';
import { figure } from '../neuron/shownNeuron';

const MOST_ROWS = 200;

interface ChosenQuestionsProps {
  readonly model: ExplorerModel;
  readonly analysis: AnalysisView;
  readonly send: Send;
  /** Ascending. */
  readonly questions: readonly number[];
  readonly fileName: string;
}

/** The questions that were chosen, and the neurons that tell them from the others. */
export function ChosenQuestions({ model, analysis, send, questions, fileName }: ChosenQuestionsProps): JSX.Element {
  const sample = sampleOf(analysis);
  return (
    <div class="beside">
      <Section
        title={l10n.t('{0} Questions Chosen', count(questions.length))}
        name={`${fileName} chosen questions`}
        send={send}
        table={() => ({
          header: ['question', 'class'],
          rows: questions.map((question) => [sample.textOf(question), sample.complexityOf(question)]),
        })}
      >
        <p class="faint">{classSummary(sample, questions)}</p>
        <div class="table-box chosen-list" tabIndex={0} role="region" aria-label={l10n.t('Chosen questions')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{l10n.t('Question')}</th>
                <th scope="col">{l10n.t('Class')}</th>
              </tr>
            </thead>
            <tbody>
              {questions.slice(0, MOST_ROWS).map((question) => (
                <tr key={question}>
                  <td>
                    <code>{sample.textOf(question)}</code>
                  </td>
                  <td>{sample.complexityOf(question)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {questions.length > MOST_ROWS && (
          <p class="faint">{l10n.t('The first {0}; the file has all.', count(MOST_ROWS))}</p>
        )}
      </Section>
      <Differing model={model} analysis={analysis} send={send} fileName={fileName} />
    </div>
  );
}

/** How many of each class, the most frequent first. */
function classSummary(sample: Sample, questions: readonly number[]): string {
  const counts = new Map<string, number>();
  for (const question of questions) {
    const tag = sample.complexityOf(question);
    counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([tag, many]) => `${tag} ${count(many)}`)
    .join(', ');
}

function Differing({ model, analysis, send, fileName }: Omit<ChosenQuestionsProps, 'questions'>): JSX.Element {
  const compared = useValue(model.compared);
  const labels = labelIndexOf(analysis);
  return (
    <Section
      title={l10n.t('Neurons That Tell Them from the Others')}
      help={l10n.t('Mean activations at the position, and their difference in standard deviations over all points.')}
      name={`${fileName} telling neurons`}
      send={send}
      {...(compared && {
        table: () => ({
          header: ['neuron', 'mean_chosen', 'mean_others', 'difference_sd'],
          rows: compared.map(({ neuron, inside, outside, difference }) => [neuron, inside, outside, difference]),
        }),
      })}
    >
      {!compared && <p class="faint">{l10n.t('Comparing …')}</p>}
      {compared?.length === 0 && <p class="faint">{l10n.t('None: there are no others to compare with.')}</p>}
      {compared && compared.length > 0 && (
        <div class="table-box chosen-list" tabIndex={0} role="region" aria-label={l10n.t('Telling neurons')}>
          <table class="figures">
            <thead>
              <tr>
                <th scope="col">{l10n.t('Neuron')}</th>
                <th scope="col">{l10n.t('Chosen')}</th>
                <th scope="col">{l10n.t('Others')}</th>
                <th scope="col" title={l10n.t('standard deviations')}>
                  {l10n.t('Difference (SD)')}
                </th>
                <th scope="col">{l10n.t('Label')}</th>
              </tr>
            </thead>
            <tbody>
              {compared.map(({ neuron, inside, outside, difference }) => {
                const label = mainLabel(labels, neuron);
                return (
                  <tr key={neuron}>
                    <th scope="row">
                      <Button
                        kind="quiet"
                        label={l10n.t('Neuron {0}', neuron)}
                        onClick={() => {
                          model.change({ tab: 'neurons' });
                          model.select(neuron);
                        }}
                      >
                        {neuron}
                      </Button>
                    </th>
                    <td>{figure(inside)}</td>
                    <td>{figure(outside)}</td>
                    <td>{figure(difference)}</td>
                    <td>{label ? labelName(label) : ''}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
