import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { complexityTag, questionClass } from '../../../core/arithmetic/questionClass';
import { parseQuestion } from '../../../core/arithmetic/parseQuestion';
import type { NeuronRecord } from '../../../core/run/neuronsFile';
import { Section } from '../../shared/export/section';
import type { Table } from '../../shared/export/table';
import { sampleOf } from '../sample';
import { figure, positionText, type PartOfNeuronProps, type ShownNeuron } from './shownNeuron';
import { Tokens } from './tokens';

type Example = NeuronRecord['top'][number];

/** Questions on which a neuron fires: where it does most, and some of every size. */
export function Examples({ shown, send }: PartOfNeuronProps): JSX.Element {
  const { top, spread } = shown.statistics;
  const where = shown.place === null ? l10n.t('all positions') : positionText(shown.analysis, shown.place);
  return (
    <Section
      title={l10n.t('Questions, {0}', where)}
      help={l10n.t(
        'Each token has the colour of the activation there, where that is kept; the marked one is that of the row.',
      )}
      name={`${shown.fileName} questions`}
      send={send}
      {...(top.length > 0 && { table: () => exampleTable(shown) })}
    >
      {top.length === 0 ? (
        <p class="faint">{l10n.t('It is never active here.')}</p>
      ) : (
        <div class="examples">
          <ExampleList title={l10n.t('Largest activations')} examples={top} shown={shown} />
          <ExampleList title={l10n.t('Spread over all sizes')} examples={spread} shown={shown} />
        </div>
      )}
    </Section>
  );
}

interface ExampleListProps {
  readonly title: string;
  readonly examples: readonly Example[];
  readonly shown: ShownNeuron;
}

function ExampleList({ title, examples, shown }: ExampleListProps): JSX.Element | null {
  if (examples.length === 0) return null;
  return (
    <div class="table-box example-box" tabIndex={0} role="region" aria-label={title}>
      <table class="example-table">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{l10n.t('Question and true answer')}</th>
            <th scope="col">{l10n.t('Class')}</th>
            <th scope="col">{l10n.t('At')}</th>
            <th scope="col" colSpan={2}>
              {l10n.t('Activation')}
            </th>
          </tr>
        </thead>
        <tbody>
          {examples.map((example, i) => (
            <ExampleRow key={i} example={example} shown={shown} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** One question, its activation, and a note where there is one to make. */
export function ExampleRow({
  example,
  shown,
  note,
}: {
  readonly example: Example;
  readonly shown: ShownNeuron;
  readonly note?: string;
}): JSX.Element {
  const { question, position, activation } = example;
  const { analysis, record } = shown;
  const share = record.max > 0 ? activation / record.max : 0;
  const place = analysis.positions.findIndex((at) => at.position === position);
  return (
    <tr>
      <td>
        <Tokens text={question} position={position} shares={tokenShares(shown, example)} />
      </td>
      <td title={classText(question, analysis.digits)}>{classTag(question, analysis.digits)}</td>
      <td>{place < 0 ? `P${position}` : positionText(analysis, place)}</td>
      <td class="number">{figure(activation)}</td>
      <td class="bar-cell" aria-hidden={note === undefined}>
        {note ?? <span class="bar" style={{ width: `${Math.round(100 * Math.min(share, 1))}%` }} />}
      </td>
    </tr>
  );
}

/** The activations at a question's tokens as shares of the neuron's largest: of all where the question is in the sample. */
function tokenShares({ analysis, neuron, record }: ShownNeuron, { question, position, activation }: Example) {
  const shares: (number | undefined)[] = [];
  const sample = sampleOf(analysis);
  const index = sample.indexOf(question);
  if (index !== undefined) {
    analysis.positions.forEach((at, place) => {
      shares[at.position] = neuron.activations[place * sample.questions + index]! / record.max;
    });
  }
  shares[position] = activation / record.max;
  return shares;
}

/** S3, M4+ …; `*` for a multiplication. */
function classTag(question: string, digits: number): string {
  return complexityTag(parseQuestion(question, digits)) ?? '*';
}

function classText(question: string, digits: number): string {
  switch (questionClass(parseQuestion(question, digits))) {
    case 'S':
      return l10n.t('addition; the number says over how many columns a carry cascades');
    case 'M':
      return l10n.t('subtraction with a result of 0 or more; the number says over how many columns a borrow cascades');
    case 'N':
      return l10n.t('subtraction with a result below 0; the number says over how many columns a borrow cascades');
    case undefined:
      return l10n.t('multiplication');
  }
}

function exampleTable({ statistics: { top, spread }, analysis }: ShownNeuron): Table {
  const rows = (kind: string, examples: readonly Example[]) =>
    examples.map(({ question, position, activation }) => [
      ...[kind, question, classTag(question, analysis.digits), `P${position}`, activation],
    ]);
  return {
    header: ['kind', 'question', 'class', 'position', 'activation'],
    rows: [...rows('top', top), ...rows('spread', spread)],
  };
}
