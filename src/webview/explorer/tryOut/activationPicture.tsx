import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { Tried } from '../../../core/run/tried';
import { contrastOf } from '../../shared/contrast';
import { Picture, useInk } from '../../shared/export/picture';
import { RampLegend } from '../../shared/export/rampLegend';
import { figure } from '../neuron/shownNeuron';
import type { ActiveNeuron } from './answers';

const LEFT = 100;
const TOP = 34;
const [COLUMN, ROW] = [26, 15] as const;
const LEGEND = 42;

interface ActivationPictureProps {
  readonly tried: Tried;
  readonly active: readonly ActiveNeuron[];
  readonly labelOf: (neuron: number) => string;
}

/** Neurons × tokens of one question, for files. */
export function ActivationPicture({ tried, active, labelOf }: ActivationPictureProps): JSX.Element {
  const ink = useInk();
  const most = active.reduce((largest, each) => Math.max(largest, each.most), 0);
  const { activations, question } = tried;
  const width = LEFT + activations.length * COLUMN + 8;
  const bottom = TOP + active.length * ROW;
  return (
    <Picture width={Math.max(width, 280)} height={bottom + LEGEND + 8} label={question}>
      {activations.map(({ position, position_name }, i) => (
        <g key={position} transform={`translate(${LEFT + (i + 0.5) * COLUMN} 0)`} text-anchor="middle">
          <text y="15" font-size="12" font-weight="600">
            {question[position]}
          </text>
          <text y="28" font-size="8" fill={ink.faint}>
            {position_name}
          </text>
        </g>
      ))}
      {active.map(({ neuron, activations: own }, row) => (
        <g key={neuron} transform={`translate(0 ${TOP + row * ROW})`}>
          <text x={LEFT - 6} y={11} text-anchor="end">
            {labelOf(neuron)} {neuron}
          </text>
          {own.map((activation, i) => {
            if (activation === 0) return null;
            const colour = ink.scale(activation / most);
            const isDark = contrastOf(colour, '#000000') < contrastOf(colour, '#ffffff');
            return (
              <g key={i} transform={`translate(${LEFT + i * COLUMN} 0)`}>
                <rect width={COLUMN} height={ROW} fill={colour} />
                <text x={COLUMN / 2} y="11" text-anchor="middle" font-size="8" fill={isDark ? '#ffffff' : '#000000'}>
                  {shortFigure(activation)}
                </text>
              </g>
            );
          })}
        </g>
      ))}
      <rect
        x={LEFT - 0.5}
        y={TOP - 0.5}
        width={activations.length * COLUMN + 1}
        height={active.length * ROW + 1}
        fill="none"
        stroke={ink.grid}
      />
      <g transform={`translate(${LEFT} ${bottom + 12})`}>
        <RampLegend from="0" to={figure(most)} title={l10n.t('activation')} />
      </g>
    </Picture>
  );
}

/** To two significant digits, without the zero before the point: there is little room. */
export function shortFigure(value: number): string {
  return String(Number(value.toPrecision(2))).replace(/^0\./, '.');
}
