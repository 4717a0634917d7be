import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { TrialView } from '../../../protocol/sweep';
import { exact } from '../../shared/numbers';
import { Swatch } from '../../shared/swatch';
import { useValue } from '../../shared/useValue';
import type { SweepModel } from '../sweepModel';
import { markOfTrial, type Curve } from './curveContent';

interface CurveListProps {
  readonly trials: readonly TrialView[];
  readonly curves: readonly Curve[];
  readonly model: SweepModel;
}

/** The legend: each trial with its last value. Pointing at one makes its curve stand out. */
export function CurveList({ trials, curves, model }: CurveListProps): JSX.Element {
  const hovered = useValue(model.hovered);
  const lasts = new Map(curves.map(({ trial, y }) => [trial, y.findLast((value) => !Number.isNaN(value))]));
  return (
    <ul class="curve-list" aria-label={l10n.t('Curves')} onPointerLeave={() => (model.hovered.value = undefined)}>
      {trials.map(({ trial }) => (
        <li key={trial}>
          <button
            type="button"
            class={trial === hovered ? 'hovered' : ''}
            title={l10n.t('Look at trial {0}', trial)}
            onClick={() => model.change({ trial })}
            onPointerEnter={() => (model.hovered.value = trial)}
            onFocus={() => (model.hovered.value = trial)}
            onBlur={() => (model.hovered.value = undefined)}
          >
            <Swatch mark={markOfTrial(trial)} tagged={false} />
            <span>{l10n.t('Trial {0}', trial)}</span>
            <span class="last">{exact(lasts.get(trial))}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
