import * as l10n from '@vscode/l10n';
import type { JSX, RefObject } from 'preact';
import { useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TrialView } from '../../../protocol/sweep';
import { useSize } from '../../shared/useSize';
import { useValue } from '../../shared/useValue';
import type { Column } from '../columns';
import type { ShownProps } from '../partProps';
import { rowByKey } from './tableKeys';
import { widthOf } from './tableColumns';
import { TrialHead } from './trialHead';
import { rowId, TrialRow } from './trialRow';

/** As in the style sheet. */
const ROW_HEIGHT = 24;
const HEAD_HEIGHT = 26;
/** Rows that are there above and below what is in sight. */
const SPARE = 6;

interface TrialGridProps extends ShownProps {
  readonly columns: readonly Column[];
}

/** The table of trials: rows are there as far as they are in sight. */
export function TrialGrid({ shown, columns, model, send }: TrialGridProps): JSX.Element {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const { height } = useSize(box);
  const [top, setTop] = useState(0);
  const hovered = useValue(model.hovered);
  const { rows, chosen, current, best, sort, isActive } = shown;
  const widths = useMemo(() => columns.map((column) => widthOf(column, rows)), [columns, rows]);
  const row = current ? rows.indexOf(current) : -1;
  useRowInSight(box, row, current?.trial);

  const page = Math.max(Math.floor((height - HEAD_HEIGHT) / ROW_HEIGHT) - 1, 1);
  const first = Math.max(Math.min(Math.floor(top / ROW_HEIGHT), rows.length - 1) - SPARE, 0);
  const end = Math.min(first + page + 2 + 2 * SPARE, rows.length);

  const look = (trial: number) => model.change({ trial });
  const toggle = (trial: number) => {
    const next = new Set(model.chosen);
    if (!next.delete(trial)) next.add(trial);
    model.pick(next);
  };
  const stretch = (from: number, to: number) => {
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    model.pick([...model.chosen, ...rows.slice(low, high + 1).map(({ trial }) => trial)]);
  };
  const click = (event: MouseEvent, to: number) => {
    const { trial } = rows[to]!;
    const isCheck = event.target instanceof Element && event.target.closest('.check-cell') !== null;
    if (event.shiftKey && row >= 0) stretch(row, to);
    else if (event.ctrlKey || event.metaKey || isCheck) toggle(trial);
    look(trial);
  };
  const press = (event: KeyboardEvent) => {
    // Not what is drawn: keys may come faster than drawings.
    const at = rows.findIndex(({ trial }) => trial === (model.view.value.trial ?? current?.trial));
    const move = rowByKey(event, at, { rows: rows.length, page });
    if (move) {
      if (move.extends) stretch(at, move.to);
      look(rows[move.to]!.trial);
    } else if (event.key === ' ' && at >= 0) toggle(rows[at]!.trial);
    else if (event.key === 'Enter' && at >= 0) send({ type: 'openRuns', trials: [rows[at]!.trial] });
    else if (event.key === 'Escape') model.pick([]);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) model.pick(rows.map(({ trial }) => trial));
    else return;
    event.preventDefault();
  };
  // Rows that are out of sight have no element to point at.
  const isThere = row >= first && row < end;
  return (
    <div class="trial-box-place">
      <div class="trial-box" ref={box} onScroll={() => setTop(box.current!.scrollTop)}>
        <table
          class="trials"
          role="grid"
          tabIndex={0}
          aria-label={l10n.t('Trials: arrows go to another, Space chooses, Enter opens the run')}
          aria-multiselectable="true"
          aria-readonly="true"
          aria-rowcount={rows.length + 1}
          {...(isThere && { 'aria-activedescendant': rowId(id, current!.trial) })}
          onKeyDown={press}
          onPointerLeave={() => (model.hovered.value = undefined)}
        >
          <colgroup>
            <col class="check-column" />
            {columns.map((column, i) => (
              <col key={column.id} style={{ width: `calc(${widths[i]!}ch + 22px)` }} />
            ))}
            {/* Takes what is left, so that the others keep their widths. */}
            <col />
          </colgroup>
          <TrialHead columns={columns} sort={sort} onSort={(sorting) => model.change({ sort: sorting })} />
          <tbody>
            <Gap rows={first} />
            {rows.slice(first, end).map((trial, i) => (
              <TrialRow
                key={trial.trial}
                id={id}
                trial={trial}
                place={first + i}
                columns={columns}
                isActive={isActive}
                isBest={best.has(trial.trial)}
                isChosen={chosen.has(trial.trial)}
                isCurrent={trial === current}
                isHovered={trial.trial === hovered}
                onClick={(event) => click(event, first + i)}
                onOpen={() => send({ type: 'openRuns', trials: [trial.trial] })}
                onHover={() => (model.hovered.value = trial.trial)}
              />
            ))}
            <Gap rows={rows.length - end} />
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** The room of rows that are not there. */
function Gap({ rows }: { readonly rows: number }): JSX.Element | null {
  return rows === 0 ? null : <tr class="gap" aria-hidden="true" style={{ height: `${rows * ROW_HEIGHT}px` }} />;
}

/** Scrolls to the trial that is looked at when it is another; not when rows move, so that what is read stays. */
function useRowInSight(
  box: RefObject<HTMLDivElement | null>,
  row: number,
  trial: TrialView['trial'] | undefined,
): void {
  useLayoutEffect(() => {
    if (row < 0) return;
    const { scrollTop, clientHeight } = box.current!;
    const [above, below] = [row * ROW_HEIGHT, (row + 1) * ROW_HEIGHT + HEAD_HEIGHT - clientHeight];
    if (scrollTop > above) box.current!.scrollTop = above;
    else if (scrollTop < below) box.current!.scrollTop = below;
  }, [box, trial]);
}
