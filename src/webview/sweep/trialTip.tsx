import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { TrialView } from '../../protocol/sweep';
import { Tip } from '../shared/tip';
import type { Shown } from './shown';
import { stateText } from './trialText';

interface TrialTipProps {
  readonly trial: TrialView;
  readonly shown: Shown;
  /** In the window. */
  readonly x: number;
  readonly y: number;
}

/** What is known of a trial, beside the pointer. */
export function TrialTip({ trial, shown: { columns, isActive, best }, x, y }: TrialTipProps): JSX.Element {
  const facts = columns.filter(({ kind }) => kind === 'objective' || kind === 'parameter');
  return (
    <Tip x={x} y={y}>
      <div class="tip-title">
        <strong>{l10n.t('Trial {0}', trial.trial)}</strong> {stateText(trial, isActive)}
        {best.has(trial.trial) && ' ★'}
      </div>
      <dl class="facts">
        {facts.map((column) => (
          <div key={column.id}>
            <dt>{column.title}</dt>
            <dd>{column.textOf(trial)}</dd>
          </div>
        ))}
      </dl>
    </Tip>
  );
}
