import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { Picture, useInk } from '../../shared/export/picture';
import { share, type AccuracyRow } from './saeText';

const LEFT = 34;
const RIGHT = 16;
const TOP = 26;
const ROW = 15;

/** Accuracies by class on one scale: a line from the model's to the spliced model's shows what the SAE costs. */
export function AccuracyPicture({
  rows,
  width,
}: {
  readonly rows: readonly AccuracyRow[];
  readonly width: number;
}): JSX.Element {
  const ink = useInk();
  const x = (value: number) => LEFT + value * (width - LEFT - RIGHT);
  const bottom = TOP + rows.length * ROW + 4;
  return (
    <Picture
      width={width}
      height={bottom + 18}
      label={l10n.t('Exact answers by class; the figures are in the table below')}
    >
      <Legend />
      {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={TOP - 2} y2={bottom} stroke={ink.grid} />
          <text x={x(tick)} y={bottom + 13} text-anchor="middle" fill={ink.faint}>
            {`${100 * tick}%`}
          </text>
        </g>
      ))}
      {rows.map(({ name, model, spliced, ablated }, i) => {
        const y = TOP + (i + 0.5) * ROW;
        const places = [model, spliced].map((value) => (Number.isNaN(value) ? undefined : x(value)));
        return (
          <g key={name}>
            <text x={LEFT - 8} y={y + 3.5} text-anchor="end">
              {name}
            </text>
            {places[0] !== undefined && places[1] !== undefined && (
              <line x1={places[0]} x2={places[1]} y1={y} y2={y} stroke={ink.strong} stroke-width="3" />
            )}
            {!Number.isNaN(ablated) && <Mark kind="ablated" x={x(ablated)} y={y} />}
            {places[0] !== undefined && <Mark kind="model" x={places[0]} y={y} />}
            {places[1] !== undefined && <Mark kind="spliced" x={places[1]} y={y} />}
            <rect x={LEFT} y={y - ROW / 2} width={width - LEFT} height={ROW} fill="transparent">
              <title>
                {l10n.t('{0}: model {1}, SAE {2}, mean {3}', name, share(model), share(spliced), share(ablated))}
              </title>
            </rect>
          </g>
        );
      })}
    </Picture>
  );
}

type Kind = 'model' | 'spliced' | 'ablated';

/** Told apart by their forms. */
function Mark({ kind, x, y }: { readonly kind: Kind; readonly x: number; readonly y: number }): JSX.Element {
  const ink = useInk();
  switch (kind) {
    case 'model':
      return <circle cx={x} cy={y} r="4" fill={ink.background} stroke={ink.foreground} stroke-width="1.5" />;
    case 'spliced':
      return <path d={`M${x} ${y - 4.5}l4.5 4.5-4.5 4.5-4.5-4.5z`} fill={ink.strong} />;
    case 'ablated':
      return <path d={`M${x - 3} ${y - 3}l6 6m0-6l-6 6`} fill="none" stroke={ink.dull} stroke-width="1.8" />;
  }
}

function Legend(): JSX.Element {
  const items: readonly (readonly [Kind, string, number])[] = [
    ['model', l10n.t('model'), 0],
    ['spliced', l10n.t('SAE spliced in'), 64],
    ['ablated', l10n.t('mean ablated'), 164],
  ];
  return (
    <g transform={`translate(${LEFT + 4} 8)`}>
      {items.map(([kind, text, x]) => (
        <g key={kind}>
          <Mark kind={kind} x={x} y={0} />
          <text x={x + 9} y="3.5">
            {text}
          </text>
        </g>
      ))}
    </g>
  );
}
