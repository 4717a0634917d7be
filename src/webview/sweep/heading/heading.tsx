import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { canResume } from '../../../core/run/activity';
import type { SweepPlanView, SweepView } from '../../../protocol/sweep';
import { Button } from '../../shared/controls';
import type { ShownProps } from '../partProps';
import { progressTexts, reachedText, strategyText, sweepStateText } from './headingText';

type HeadingProps = Pick<ShownProps, 'shown' | 'send'>;

/** Which sweep it is, how far it is, and what can be done with it. */
export function Heading({ shown: { sweep }, send }: HeadingProps): JSX.Element {
  const { name, state, progress, plan, directory, error, problems } = sweep;
  const reached = reachedText(progress?.reached);
  return (
    <header class="heading">
      <div class="title-line">
        <h1 title={directory}>{name}</h1>
        {plan && <PlanFacts plan={plan} />}
        <Actions sweep={sweep} send={send} />
      </div>
      <p class="progress-line" role="status">
        <strong class={`state ${state}`}>{sweepStateText(state)}</strong>
        {progressTexts(sweep).map((text) => (
          <span key={text}>{text}</span>
        ))}
        {reached !== undefined && <span class="faint">{l10n.t('No more are begun: {0}.', reached)}</span>}
      </p>
      {progress && progress.most !== null && progress.most > 0 && (
        <progress
          max={progress.most}
          value={progress.done + progress.failed}
          aria-label={l10n.t('Trials that are over')}
        />
      )}
      {error !== null && (
        <div class="error" role="alert">
          <pre>{error}</pre>
          <Button onClick={() => send({ type: 'showLog' })}>{l10n.t('Show Log')}</Button>
        </div>
      )}
      {problems.length > 0 && (
        <ul class="problems" aria-label={l10n.t('Problems')}>
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </header>
  );
}

function PlanFacts({ plan }: { readonly plan: SweepPlanView }): JSX.Element {
  const { model, strategy, space, objectives, halving, executor } = plan;
  return (
    <ul class="title-facts" aria-label={l10n.t('What is searched')}>
      <li title={l10n.t('Model')}>{model}</li>
      <li title={l10n.t('How trials are chosen')}>{l10n.t('{0} of {1} keys', strategyText(strategy), space.length)}</li>
      <li title={l10n.t('Objectives')}>{objectives.join(', ')}</li>
      {halving && (
        <li title={l10n.t('Trials are compared early, and the best of them go on.')}>
          {l10n.t('halving from epoch {0}, 1 of {1}', halving.minEpochs, halving.reduction)}
        </li>
      )}
      {executor === 'slurm' && <li title={l10n.t('Where trials are trained')}>Slurm</li>}
    </ul>
  );
}

function Actions({ sweep: { state }, send }: { readonly sweep: SweepView } & Pick<HeadingProps, 'send'>): JSX.Element {
  return (
    <span class="actions">
      {(state === 'queued' || state === 'running') && (
        <Button label={l10n.t('Stop the sweep')} onClick={() => send({ type: 'stop' })}>
          {l10n.t('Stop')}
        </Button>
      )}
      {canResume(state) && (
        <Button label={l10n.t('Resume the sweep')} onClick={() => send({ type: 'resume' })}>
          {l10n.t('Resume')}
        </Button>
      )}
      <Button label={l10n.t("The sweep's log")} onClick={() => send({ type: 'showLog' })}>
        {l10n.t('Log')}
      </Button>
      <Button label={l10n.t("The sweep's config file")} onClick={() => send({ type: 'openConfig' })}>
        {l10n.t('Config')}
      </Button>
    </span>
  );
}
