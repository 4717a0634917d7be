import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { LabelStatus, ProofRecord } from '../../../core/run/analysedLabel';
import { count } from '../../shared/numbers';
import { ExportButtons } from '../../shared/export/exportButtons';
import type { Send } from '../partProps';
import type { Table } from '../../shared/export/table';
import { FailuresPicture } from './failuresPicture';
import { Check } from './check';
import { ablationCriteria, interchangeCriteria, isMet, verdictText, wrongDigits, type Criterion } from './proofText';
import { useWidth } from '../../shared/useWidth';

const FILE_WIDTH = 560;
const WIDEST = 620;

interface ProofProps {
  readonly proof: ProofRecord;
  readonly status: LabelStatus;
  readonly digits: number;
  /** Of its files. */
  readonly name: string;
  readonly send: Send;
}

/** What happened where a neuron was taken away or exchanged, and what follows from it. */
export function Proof({ proof, status, digits, name, send }: ProofProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  return (
    <div class="label-part proof" ref={box}>
      <header>
        <h4>{l10n.t('Proof')}</h4>
        <ExportButtons
          what={l10n.t('failures')}
          name={name}
          send={send}
          table={() => failureTable(proof, digits)}
          picture={() => <FailuresPicture proof={proof} digits={digits} width={FILE_WIDTH} />}
        />
      </header>
      <p class="verdict">{verdictText(status, proof)}</p>
      <Evidence title={l10n.t('Set to its mean')} criteria={ablationCriteria(proof.mean)} />
      <Evidence title={l10n.t('Set to zero')} criteria={ablationCriteria(proof.zero)} />
      <Evidence
        title={l10n.t('Exchanged for what it is on a question that differs only in the label')}
        criteria={interchangeCriteria(proof.interchange)}
      />
      {proof.mean.failures + proof.zero.failures > 0 && (
        <>
          {width > 0 && <FailuresPicture proof={proof} digits={digits} width={Math.min(width, WIDEST)} />}
          <Classes proof={proof} />
        </>
      )}
    </div>
  );
}

function Evidence({
  title,
  criteria,
}: {
  readonly title: string;
  readonly criteria: readonly Criterion[];
}): JSX.Element {
  return (
    <div class="evidence">
      <h5>
        {title}
        <span class="faint"> – {isMet(criteria) ? l10n.t('speaks for the label') : l10n.t('is no proof')}</span>
      </h5>
      <ul class="checks">
        {criteria.map((criterion) => (
          <Check key={criterion.text} isMet={criterion.isMet}>
            {criterion.text}
          </Check>
        ))}
      </ul>
    </div>
  );
}

/** Failures by class and complexity. */
function Classes({ proof: { mean, zero } }: { readonly proof: ProofRecord }): JSX.Element {
  const classes = [...new Set([...Object.keys(mean.by_class), ...Object.keys(zero.by_class)])].sort(byClass);
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label={l10n.t('Failures by class')}>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{l10n.t('Failures by class')}</th>
            {classes.map((tag) => (
              <th key={tag} scope="col">
                {tag}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[[l10n.t('set to its mean'), mean] as const, [l10n.t('set to zero'), zero] as const].map(
            ([name, ablation]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {classes.map((tag) => (
                  <td key={tag}>{count(ablation.by_class[tag] ?? 0)}</td>
                ))}
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

/** S before M before N, each from the simplest on. */
function byClass(a: string, b: string): number {
  return 'SMN'.indexOf(a[0]!) - 'SMN'.indexOf(b[0]!) || a.localeCompare(b);
}

function failureTable({ mean, zero }: ProofRecord, digits: number): Table {
  const rows = [['mean', mean] as const, ['zero', zero] as const].flatMap(([ablation, effect]) => [
    ...wrongDigits(effect, digits).map(({ name, needed, other }) => [ablation, 'digit', name, needed + other, needed]),
    ...Object.entries(effect.by_class)
      .sort(([a], [b]) => byClass(a, b))
      .map(([tag, failures]) => [ablation, 'class', tag, failures, null]),
  ]);
  return { header: ['ablation', 'by', 'name', 'wrong', 'of_which_need_the_label'], rows };
}
