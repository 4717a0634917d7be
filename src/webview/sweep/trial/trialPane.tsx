import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { TrialView } from '../../../protocol/sweep';
import { Button } from '../../shared/controls';
import { exact } from '../../shared/numbers';
import { directionOf, type Column } from '../columns';
import type { ShownProps } from '../partProps';
import { StateMark } from '../stateMark';
import { jobText, stateText } from '../trialText';

/** The trial that is looked at: what it tried, what it came to, and what can be done with it. */
export function TrialPane({ shown, send }: ShownProps): JSX.Element {
  const { current } = shown;
  return (
    <section class="trial-pane" aria-labelledby="trial-title">
      {current ? (
        <Trial trial={current} shown={shown} send={send} />
      ) : (
        <>
          <h2 id="trial-title">{l10n.t('Trial')}</h2>
          <p class="empty">{l10n.t('Choose a trial in the table or in a chart to see what it is.')}</p>
        </>
      )}
    </section>
  );
}

interface TrialProps extends Pick<ShownProps, 'shown' | 'send'> {
  readonly trial: TrialView;
}

function Trial({ trial, shown, send }: TrialProps): JSX.Element {
  const { columns, best, isActive, sweep } = shown;
  const { trial: number, error, job } = trial;
  const ofKind = (kind: Column['kind']) => columns.filter((column) => column.kind === kind);
  return (
    <>
      <header>
        <h2 id="trial-title">{l10n.t('Trial {0}', number)}</h2>
        {best.has(number) && (
          <span class="best-mark">★ {sweep.best.length > 1 ? l10n.t('on the front') : l10n.t('best')}</span>
        )}
        <span class="trial-state">
          <StateMark trial={trial} isActive={isActive} /> {stateText(trial, isActive)}
        </span>
      </header>
      <TrialActions trial={trial} send={send} />
      {job && <p class="faint">{l10n.t('Job {0}', jobText(job))}</p>}
      {error !== null && (
        <div class="error">
          <pre>{error}</pre>
        </div>
      )}
      <Facts
        title={l10n.t('Objectives')}
        facts={ofKind('objective').map(({ title, objective, valueOf }) => ({
          name: title,
          title: directionOf(objective!) < 0 ? l10n.t('larger is better') : l10n.t('smaller is better'),
          value: factText(valueOf(trial)),
        }))}
      />
      <Facts
        title={l10n.t('Parameters')}
        facts={ofKind('parameter').map(({ title, valueOf }) => ({ name: title, value: factText(valueOf(trial)) }))}
      />
    </>
  );
}

function TrialActions({ trial: { trial, hasSae }, send }: Pick<TrialProps, 'trial' | 'send'>): JSX.Element {
  return (
    <div class="trial-actions">
      <Button label={l10n.t('Open Run: trial {0}', trial)} onClick={() => send({ type: 'openRuns', trials: [trial] })}>
        {l10n.t('Open Run')}
      </Button>
      {hasSae && (
        <>
          <Button
            label={l10n.t('Explore Neurons: trial {0}', trial)}
            onClick={() => send({ type: 'exploreNeurons', trial })}
          >
            {l10n.t('Explore Neurons')}
          </Button>
          <Button
            label={l10n.t('Train Longer…: a run of its own that begins with the SAE of trial {0}', trial)}
            onClick={() => send({ type: 'trainLonger', trial })}
          >
            {l10n.t('Train Longer…')}
          </Button>
        </>
      )}
      <Button
        label={l10n.t('Copy Config: trial {0}, as a new file', trial)}
        onClick={() => send({ type: 'copyConfig', trial })}
      >
        {l10n.t('Copy Config')}
      </Button>
    </div>
  );
}

interface FactsProps {
  readonly title: string;
  readonly facts: readonly { readonly name: string; readonly value: string; readonly title?: string }[];
}

function Facts({ title, facts }: FactsProps): JSX.Element | null {
  if (facts.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <dl class="facts">
        {facts.map(({ name, value, title: help }) => (
          <div key={name} title={help}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function factText(value: ReturnType<Column['valueOf']>): string {
  return typeof value === 'number' ? exact(value) : (value ?? '–');
}
