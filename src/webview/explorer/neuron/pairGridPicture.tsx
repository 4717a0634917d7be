import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Picture, useInk } from '../../shared/export/picture';
import { RampLegend } from '../../shared/export/rampLegend';
import type { GridRows, PairGrid } from './pairGrid';
import { figure } from './shownNeuron';

/** A grid, and what it is of. */
export interface NamedGrid {
  readonly n: number;
  readonly rows: GridRows;
  readonly title: string;
  readonly grid: PairGrid;
}

/** How grids lie beside each other. */
export interface GridPlan {
  readonly columns: number;
  readonly cell: number;
}

const DIGITS = [...Array(10).keys()];
const LEFT = 30;
const TOP = 22;
const RIGHT = 10;
const BOTTOM = 34;
const LEGEND = 32;
const [SMALLEST, LARGEST, LONE] = [11, 17, 22] as const;

/** As many beside each other as are still readable, at most four. */
export function gridPlan(grids: number, width: number): GridPlan {
  const columns = Math.max(Math.min(grids, 4, Math.floor(width / (LEFT + RIGHT + 10 * SMALLEST))), 1);
  // Four in rows of three would leave one alone.
  const even = grids === 4 && columns === 3 ? 2 : columns;
  const room = Math.floor((width / even - LEFT - RIGHT) / 10);
  return { columns: even, cell: Math.max(Math.min(room, grids === 1 ? LONE : LARGEST), SMALLEST) };
}

interface PairGridPictureProps {
  readonly grids: readonly NamedGrid[];
  /** The mean of the scale's end. */
  readonly most: number;
  readonly plan: GridPlan;
}

/** Grids of one scale, with its legend. */
export function PairGridPicture({ grids, most, plan: { columns, cell } }: PairGridPictureProps): JSX.Element {
  const ink = useInk();
  const hatch = useId();
  const side = 10 * cell;
  const [across, down] = [LEFT + side + RIGHT, TOP + side + BOTTOM];
  const rows = Math.ceil(grids.length / columns);
  return (
    <Picture width={Math.max(columns * across, 200)} height={rows * down + LEGEND}>
      <defs>
        <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" x2="0" y1="0" y2="4" stroke={ink.faint} stroke-width="1" opacity="0.6" />
        </pattern>
      </defs>
      {grids.map(({ n, title, grid }, which) => {
        const [left, top] = [(which % columns) * across + LEFT, Math.floor(which / columns) * down + TOP];
        return (
          <g key={which} transform={`translate(${left} ${top})`}>
            <text x={0} y={-8} font-weight="600">
              {title}
            </text>
            <Axes n={n} cell={cell} />
            {Array.from(grid.means, (mean, index) => (
              <rect
                key={index}
                data-cell={`${which} ${index}`}
                x={(index % 10) * cell}
                y={Math.floor(index / 10) * cell}
                width={cell}
                height={cell}
                fill={
                  grid.counts[index] === 0 ? `url(#${hatch})` : mean === 0 ? ink.background : ink.scale(mean / most)
                }
              />
            ))}
            <rect x={-0.5} y={-0.5} width={side + 1} height={side + 1} fill="none" stroke={ink.faint} />
          </g>
        );
      })}
      <g transform={`translate(${LEFT} ${rows * down + 4})`}>
        <RampLegend from="0" to={figure(most)} title={l10n.t('mean activation')} />
        <rect x={190} width="12" height="10" fill={`url(#${hatch})`} stroke={ink.faint} />
        <text x={207} y={9}>
          {l10n.t('no question')}
        </text>
      </g>
    </Picture>
  );
}

function Axes({ n, cell }: { readonly n: number; readonly cell: number }): JSX.Element {
  const { faint } = useInk();
  const side = 10 * cell;
  return (
    <g font-size="9" fill={faint}>
      {DIGITS.map((digit) => (
        <g key={digit}>
          <text x={(digit + 0.5) * cell} y={side + 11} text-anchor="middle">
            {digit}
          </text>
          <text x={-5} y={(digit + 0.5) * cell + 3} text-anchor="end">
            {digit}
          </text>
        </g>
      ))}
      <text x={-LEFT + 2} y={side / 2 + 3} font-size="10">
        D{n}
      </text>
      <text x={side / 2} y={side + 23} text-anchor="middle" font-size="10">
        D'{n}
      </text>
    </g>
  );
}
