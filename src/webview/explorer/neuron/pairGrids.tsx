import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { predictedDigit } from '../../../core/analysis/truth/predictedDigit';
import { Dropdown } from '../../shared/controls';
import { count } from '../../shared/numbers';
import { Section } from '../../shared/export/section';
import type { Table } from '../../shared/export/table';
import { GRID_ROWS, largestMean, pairGrids, tellingColumn, type GridRows } from './pairGrid';
import { gridPlan, PairGridPicture, type NamedGrid } from './pairGridPicture';
import { CLASSES, sampleOf } from '../sample';
import { activationsAt, figure, positionText, type PartOfNeuronProps, type ShownNeuron } from './shownNeuron';
import { useWidth } from '../../shared/useWidth';

const FILE_WIDTH = 640;

type ColumnChoice = 'auto' | 'every' | `${number}`;
type RowsChoice = 'each' | GridRows;

/** Mean activation by the digits of a column: a carry is a triangle, a sum of nine a diagonal. */
export function PairGrids({ shown, send }: PartOfNeuronProps): JSX.Element {
  const [column, setColumn] = useState<ColumnChoice>('auto');
  const [rows, setRows] = useState<RowsChoice>('each');
  const box = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLParagraphElement>(null);
  const width = useWidth(box);
  const grids = useMemo(() => namedGrids(shown, column, rows), [shown, column, rows]);
  const most = largestMean(grids.map(({ grid }) => grid));
  const plan = gridPlan(grids.length, width);
  const point = (event: PointerEvent) => {
    const cell = (event.target as Element).getAttribute('data-cell');
    readout.current!.textContent = cell === null ? '' : cellText(grids, cell);
  };
  const { digits } = shown.analysis;
  const chosen = column === 'auto' || column === 'every' ? ownColumn(shown) : Number(column);
  return (
    <Section
      title={l10n.t("Mean Activation by Dn and D'n, at {0}", positionText(shown.analysis, shown.detailPlace))}
      help={l10n.t(
        'A carry shows as a triangle, a sum of nine as a diagonal. Of the questions whose activations are kept.',
      )}
      name={`${shown.fileName} pairs`}
      send={send}
      table={() => gridTable(grids)}
      picture={() => <PairGridPicture grids={grids} most={most} plan={gridPlan(grids.length, FILE_WIDTH)} />}
    >
      <div class="controls">
        <Dropdown<ColumnChoice>
          label={l10n.t('Digits')}
          value={column}
          options={[
            { value: 'auto', text: l10n.t("by itself (D{0}, D'{0})", ownColumn(shown)) },
            { value: 'every', text: l10n.t('every column') },
            ...Array.from({ length: digits }, (_, i) => {
              const n = digits - 1 - i;
              return { value: `${n}` as const, text: `D${n}, D'${n}` };
            }),
          ]}
          onChange={setColumn}
        />
        <Dropdown<RowsChoice>
          label={l10n.t('Grids')}
          value={rows}
          options={[
            { value: 'each', text: l10n.t('each class beside all') },
            ...GRID_ROWS.map((each) => ({ value: each, text: rowsText(each) })),
          ]}
          onChange={setRows}
        />
      </div>
      <div
        ref={box}
        class="pair-grids"
        role="img"
        aria-label={l10n.t(
          "Grids of mean activation by D{0} and D'{0}, up to {1}; the table has the numbers",
          column === 'every' ? 'n' : chosen,
          figure(most),
        )}
        onPointerMove={point}
        onPointerLeave={() => (readout.current!.textContent = '')}
      >
        {width > 0 && <PairGridPicture grids={grids} most={most} plan={plan} />}
      </div>
      <p class="readout-line faint" ref={readout} aria-hidden="true" />
    </Section>
  );
}

function namedGrids(shown: ShownNeuron, column: ColumnChoice, rows: RowsChoice): NamedGrid[] {
  const sample = sampleOf(shown.analysis);
  const activations = activationsAt(shown, shown.detailPlace);
  const { digits } = shown.analysis;
  const columns =
    column === 'every'
      ? Array.from({ length: digits }, (_, i) => digits - 1 - i)
      : [column === 'auto' ? ownColumn(shown) : Number(column)];
  // A model that only adds has one class, which is all.
  const classes = CLASSES.filter((_, of) => sample.classes.includes(of));
  const each: readonly GridRows[] = classes.length === 1 ? classes : ['all', ...classes];
  return columns.flatMap((n) => {
    const grids = pairGrids(sample, n, activations);
    return (rows === 'each' ? each : [rows]).map((of) => ({ n, rows: of, title: rowsText(of), grid: grids[of] }));
  });
}

const ownColumns = new WeakMap<ShownNeuron, number>();

/** The column that a neuron is about: its label's, else that whose digits explain most. */
function ownColumn(shown: ShownNeuron): number {
  let column = ownColumns.get(shown);
  if (column === undefined) ownColumns.set(shown, (column = labelledColumn(shown) ?? explainingColumn(shown)));
  return column;
}

function explainingColumn(shown: ShownNeuron): number {
  return tellingColumn(sampleOf(shown.analysis), activationsAt(shown, shown.detailPlace));
}

function labelledColumn({ analysis, labels, detailPlace }: ShownNeuron): number | undefined {
  const { digits, positions } = analysis;
  for (const { label, place } of labels) {
    if (label.digit !== null && place === detailPlace) return label.digit;
    const predicted = predictedDigit(digits, positions[detailPlace]!.position);
    if (place !== null || predicted === null || label.relative === null) continue;
    const column = predicted + label.relative;
    if (column >= 0 && column < digits) return column;
  }
  return undefined;
}

function rowsText(rows: GridRows): string {
  switch (rows) {
    case 'all':
      return l10n.t('all questions');
    case 'S':
      return l10n.t('S: additions');
    case 'M':
      return l10n.t('M: differences ≥ 0');
    case 'N':
      return l10n.t('N: differences < 0');
  }
}

function cellText(grids: readonly NamedGrid[], cell: string): string {
  const [which, index] = cell.split(' ').map(Number) as [number, number];
  const { n, title, grid } = grids[which]!;
  const questions = grid.counts[index]!;
  const digits = `D${n} = ${Math.floor(index / 10)}, D'${n} = ${index % 10}`;
  return questions === 0
    ? l10n.t('{0}, {1}: no question', title, digits)
    : l10n.t('{0}, {1}: mean {2} over {3} questions', title, digits, figure(grid.means[index]!), count(questions));
}

function gridTable(grids: readonly NamedGrid[]): Table {
  return {
    header: ['questions', 'column', 'first_digit', 'second_digit', 'mean', 'count'],
    rows: grids.flatMap(({ n, rows, grid: { means, counts } }) =>
      Array.from(means, (mean, cell) => [
        ...[rows, n, Math.floor(cell / 10), cell % 10],
        ...[counts[cell] === 0 ? null : mean, counts[cell]!],
      ]),
    ),
  };
}
