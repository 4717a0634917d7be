import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { MOST_FOLLOWED } from '../../protocol/sweep';
import { Button, TextBox } from '../shared/controls';
import { count } from '../shared/numbers';
import { useValue } from '../shared/useValue';
import type { ShownProps } from './partProps';

/** Which trials all views show, and how many of them are chosen. */
export function FilterBar({ shown, model, send }: ShownProps): JSX.Element {
  const { filter } = useValue(model.view);
  const { trials, rows, chosen, filterProblems } = shown;
  const compared = rows.map(({ trial }) => trial).filter((trial) => chosen.has(trial));
  return (
    <div class="filter-bar" role="group" aria-label={l10n.t('Trials')}>
      <TextBox
        label={l10n.t('Filter')}
        value={filter}
        placeholder={l10n.t('e.g. {0} state=done', exampleOf(shown))}
        help={l10n.t(
          'Comparisons with <, <=, >, >=, = and != of any column, whose name may be shortened (lr for learning_rate), ' +
            'and words that a row has; all must hold. #12 is trial 12.',
        )}
        onInput={(text) => model.change({ filter: text })}
      />
      <span role="status">
        {rows.length < trials.length
          ? l10n.t('{0} of {1} trials', count(rows.length), count(trials.length))
          : l10n.t('{0} trials', count(trials.length))}
        {chosen.size > 0 && ` · ${l10n.t('{0} chosen', count(chosen.size))}`}
      </span>
      {compared.length > 1 && compared.length <= MOST_FOLLOWED && (
        <Button
          label={l10n.t('Compare Runs of the trials that are chosen')}
          onClick={() => send({ type: 'openRuns', trials: compared })}
        >
          {l10n.t('Compare Runs')}
        </Button>
      )}
      {chosen.size > 0 && (
        <Button label={l10n.t('Choose None (Escape)')} onClick={() => model.pick([])}>
          {l10n.t('Choose None')}
        </Button>
      )}
      {filter !== '' && (
        <Button label={l10n.t('Show All Trials')} onClick={() => model.change({ filter: '' })}>
          {l10n.t('Show All')}
        </Button>
      )}
      {filterProblems.map((problem) => (
        <span key={problem} class="problem" role="alert">
          {problem}
        </span>
      ))}
    </div>
  );
}

/** A comparison that lets some trials through. */
function exampleOf({ axes }: ShownProps['shown']): string {
  const axis = axes.find(({ column: { kind, choices } }) => kind === 'parameter' && choices === null);
  return axis ? `${axis.column.title}<${axis.textAt(0.5)}` : 'trial<10';
}
