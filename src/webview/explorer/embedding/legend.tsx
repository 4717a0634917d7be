import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { count } from '../../shared/numbers';
import { Picture, useInk } from '../../shared/export/picture';
import { RampLegend } from '../../shared/export/rampLegend';
import { figure } from '../neuron/shownNeuron';
import type { Colours } from './colouring';
import { categoryMark, LEAST_COLOUR, shapePath, type PointMark } from './pointMarks';

interface LegendProps {
  readonly colours: Colours;
  /** How many points there are. */
  readonly points: number;
  readonly chosen: ReadonlySet<number>;
  readonly onChoose: (questions: readonly number[]) => void;
}

/** What the colours stand for; an entry chooses its points, as drawing around them does. */
export function Legend({ colours, points, chosen, onChoose }: LegendProps): JSX.Element {
  const ink = useInk();
  const questions = [...Array(points).keys()];
  const entries: readonly Entry[] =
    colours.kind === 'categories'
      ? colours.names.map((name, index) => ({
          name,
          mark: categoryMark(colours, index, ink),
          members: questions.filter((question) => colours.of[question] === index),
        }))
      : [
          {
            name: l10n.t('active'),
            mark: { colour: ink.scale(1), shape: 'circle' },
            members: questions.filter((question) => colours.values[question]! > 0),
          },
          {
            name: l10n.t('not active'),
            mark: { colour: ink.dull, shape: 'circle' },
            members: questions.filter((question) => colours.values[question] === 0),
          },
        ];
  return (
    <div class="legend" role="group" aria-label={l10n.t('Legend: choose the points of an entry')}>
      {colours.kind === 'values' && (
        <Picture width={170} height={30} label={l10n.t('Colours: activations from 0 to {0}', figure(colours.most))}>
          <RampLegend from="0" to={figure(colours.most)} title={l10n.t('activation')} least={LEAST_COLOUR} />
        </Picture>
      )}
      {entries.map(
        (entry) =>
          entry.members.length > 0 && <LegendEntry key={entry.name} {...entry} chosen={chosen} onChoose={onChoose} />,
      )}
    </div>
  );
}

interface Entry {
  readonly name: string;
  readonly mark: PointMark;
  readonly members: readonly number[];
}

function LegendEntry({ name, mark, members, chosen, onChoose }: Entry & Pick<LegendProps, 'chosen' | 'onChoose'>) {
  const isChosen = chosen.size === members.length && members.every((question) => chosen.has(question));
  return (
    <button
      type="button"
      class="legend-entry"
      aria-pressed={isChosen}
      title={l10n.t('Choose the {0} questions of {1}', count(members.length), name)}
      onClick={() => onChoose(isChosen ? [] : members)}
    >
      <svg width="12" height="12" aria-hidden="true">
        <path d={shapePath(mark.shape, 6, 6, 5)} fill={mark.colour} />
      </svg>
      {name} <span class="faint">{count(members.length)}</span>
    </button>
  );
}
