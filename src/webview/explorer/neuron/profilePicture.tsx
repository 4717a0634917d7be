import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { percent } from '../../shared/numbers';
import { Picture, useInk } from '../../shared/export/picture';
import { figure, positionText, type ShownNeuron } from './shownNeuron';

const LEFT = 112;
const MARKS = 16;
const STRIP = 40;
const GAP = 8;
const NAMES = 34;
/** A column narrower than this has its position's name written upwards. */
const NARROW = 24;

interface ProfilePictureProps {
  readonly shown: ShownNeuron;
  readonly width: number;
  /** Attributes of a position's column where it can be chosen. */
  readonly option?: (place: number) => object;
}

/** Bars by position: density, mean when active, maximum; above them where the neuron has a label. */
export function ProfilePicture({ shown, width, option }: ProfilePictureProps): JSX.Element {
  const ink = useInk();
  const { analysis, record, place } = shown;
  const { positions } = record;
  const strips = [
    { name: l10n.t('density'), values: positions.map(({ density }) => density), text: percent },
    { name: l10n.t('mean when active'), values: positions.map(({ mean_active }) => mean_active ?? 0), text: figure },
    { name: l10n.t('max'), values: positions.map(({ max }) => max), text: figure },
  ].map((strip, i) => ({ ...strip, most: Math.max(...strip.values), top: MARKS + i * (STRIP + GAP) }));
  const column = (width - LEFT) / positions.length;
  const bottom = MARKS + strips.length * (STRIP + GAP) - GAP;
  const inset = Math.min(column * 0.15, 4);
  return (
    <Picture width={width} height={bottom + NAMES} {...(option && { label: null })}>
      {strips.map(({ name, most, top, text }) => (
        <g key={name}>
          <text x={LEFT - 6} y={top + STRIP - 1} text-anchor="end">
            {name}
          </text>
          <text x={LEFT - 6} y={top + 9} text-anchor="end" fill={ink.faint}>
            {text(most)}
          </text>
          <line x1={LEFT} x2={width} y1={top + 0.5} y2={top + 0.5} stroke={ink.grid} stroke-dasharray="2 3" />
          <line x1={LEFT} x2={width} y1={top + STRIP + 0.5} y2={top + STRIP + 0.5} stroke={ink.grid} />
        </g>
      ))}
      {positions.map(({ position_name, labels }, each) => {
        const left = LEFT + each * column;
        const middle = left + column / 2;
        return (
          <g key={each} class="profile-column" {...option?.(each)}>
            <title>{titleOf(shown, each)}</title>
            <rect class="hit" x={left} width={column} height={bottom + NAMES} fill="transparent" />
            {each === place && (
              <rect
                x={left + 0.5}
                y={0.5}
                width={column - 1}
                height={bottom + NAMES - 1}
                rx="2"
                fill={ink.grid}
                stroke={ink.foreground}
              />
            )}
            {strips.map(({ values, most, top }, i) => {
              const height = most > 0 ? (values[each]! / most) * STRIP : 0;
              const isAny = height > 0;
              return (
                <rect
                  key={i}
                  x={left + inset}
                  y={top + STRIP - Math.max(height, isAny ? 1 : 0)}
                  width={column - 2 * inset}
                  height={Math.max(height, isAny ? 1 : 0)}
                  fill={ink.bar}
                />
              );
            })}
            {labels.length > 0 && (
              <circle
                cx={middle}
                cy={8}
                r="3.5"
                stroke={ink.foreground}
                stroke-width="1.5"
                fill={labels.some(({ status }) => status === 'proved') ? ink.foreground : 'none'}
              />
            )}
            {column < NARROW ? (
              <text transform={`translate(${middle + 3} ${bottom + 6}) rotate(-90)`} text-anchor="end">
                {position_name}
              </text>
            ) : (
              <>
                <text x={middle} y={bottom + 14} text-anchor="middle">
                  {position_name}
                </text>
                <text x={middle} y={bottom + 27} text-anchor="middle" fill={ink.faint} font-size="9">
                  P{analysis.positions[each]!.position}
                </text>
              </>
            )}
          </g>
        );
      })}
    </Picture>
  );
}

function titleOf({ analysis, record }: ShownNeuron, place: number): string {
  const { density, mean_active, max } = record.positions[place]!;
  return l10n.t(
    '{0}: density {1}, mean when active {2}, max {3}',
    positionText(analysis, place),
    percent(density),
    figure(mean_active),
    figure(max),
  );
}
