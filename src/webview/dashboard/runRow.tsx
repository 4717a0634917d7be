import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { canResume } from '../../core/run/activity';
import type { FromDashboard, RunView } from '../../protocol/dashboard';
import { Button, Checkbox } from '../shared/controls';
import type { Mark } from '../shared/palette';
import { Swatch } from '../shared/swatch';
import { placeText, progressTexts, shareDone, stateText } from './runText';

interface RunRowProps {
  readonly run: RunView;
  readonly mark: Mark;
  /** Whether it is the only one: nothing to tell it from, then. */
  readonly alone: boolean;
  readonly hidden: boolean;
  readonly send: (message: FromDashboard) => void;
  readonly setHidden: (hidden: boolean) => void;
  readonly emphasise: (emphasised: boolean) => void;
}

/** A run's line in the list, which is the legend, too. */
export function RunRow({ run, mark, alone, hidden, send, setHidden, emphasise }: RunRowProps): JSX.Element {
  const id = useId();
  const share = shareDone(run);
  const name = <span id={id}>{run.name}</span>;
  return (
    <li
      class={`run ${run.state}`}
      aria-labelledby={id}
      onPointerEnter={() => emphasise(!alone && !hidden)}
      onPointerLeave={() => emphasise(false)}
      onFocusCapture={() => emphasise(!alone && !hidden)}
      onBlurCapture={() => emphasise(false)}
    >
      <span class="run-name" title={run.directory}>
        <Swatch mark={mark} tagged={!alone} />
        {alone ? (
          name
        ) : (
          <Checkbox checked={!hidden} onChange={(checked) => setHidden(!checked)}>
            {name}
          </Checkbox>
        )}
      </span>
      <span class="run-state">{stateText(run.state)}</span>
      {share === undefined ? (
        <span class="run-bar" />
      ) : (
        <progress class="run-bar" max={1} value={share} aria-label={l10n.t('Progress')} />
      )}
      <span class="run-progress">{progressTexts(run).join(' · ')}</span>
      <span class="run-place">{placeText(run)}</span>
      <RunActions run={run} alone={alone} send={send} />
      <RunTroubles run={run} send={send} />
    </li>
  );
}

function RunActions({ run, alone, send }: Pick<RunRowProps, 'run' | 'alone' | 'send'>): JSX.Element {
  const { directory, name, state, hasSae } = run;
  return (
    <span class="run-actions">
      {(state === 'queued' || state === 'running') && (
        <Button kind="quiet" label={l10n.t('Stop: {0}', name)} onClick={() => send({ type: 'stop', directory })}>
          {l10n.t('Stop')}
        </Button>
      )}
      {canResume(state) && (
        <Button kind="quiet" label={l10n.t('Resume: {0}', name)} onClick={() => send({ type: 'resume', directory })}>
          {l10n.t('Resume')}
        </Button>
      )}
      {hasSae && (
        <Button
          kind="quiet"
          label={l10n.t('Explore Neurons: {0}', name)}
          onClick={() => send({ type: 'exploreNeurons', directory })}
        >
          {l10n.t('Neurons')}
        </Button>
      )}
      <Button kind="quiet" label={l10n.t('Log: {0}', name)} onClick={() => send({ type: 'showLog', directory })}>
        {l10n.t('Log')}
      </Button>
      <Button kind="quiet" label={l10n.t('Config: {0}', name)} onClick={() => send({ type: 'openConfig', directory })}>
        {l10n.t('Config')}
      </Button>
      {!alone && (
        <Button
          kind="quiet"
          label={l10n.t('Remove from the comparison: {0}', name)}
          onClick={() => send({ type: 'remove', directory })}
        >
          <svg width="12" height="12" viewBox="0 0 12 12" stroke="currentColor" stroke-width="1.2" aria-hidden="true">
            <path d="M2 2 10 10M10 2 2 10" />
          </svg>
        </Button>
      )}
    </span>
  );
}

/** Why the run failed, in full, and what is wrong with its files. */
function RunTroubles({ run, send }: Pick<RunRowProps, 'run' | 'send'>): JSX.Element | null {
  const { directory, error, problems } = run;
  if (error === null && problems.length === 0) return null;
  return (
    <div class="run-troubles">
      {error !== null && (
        <div class="error">
          <pre>{error}</pre>
          <Button onClick={() => send({ type: 'showLog', directory })}>{l10n.t('Show Log')}</Button>
        </div>
      )}
      {problems.length > 0 && (
        <ul class="problems">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
