import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { TrialView } from '../../../protocol/sweep';
import type { Column } from '../columns';
import { StateMark } from '../stateMark';

interface TrialRowProps {
  /** The table's. */
  readonly id: string;
  readonly trial: TrialView;
  /** Among the rows, from 0. */
  readonly place: number;
  readonly columns: readonly Column[];
  readonly isActive: boolean;
  readonly isBest: boolean;
  readonly isChosen: boolean;
  /** Whether it is looked at. */
  readonly isCurrent: boolean;
  readonly isHovered: boolean;
  readonly onClick: (event: MouseEvent) => void;
  readonly onOpen: () => void;
  readonly onHover: () => void;
}

/** The id of a trial's row in the page. */
export function rowId(table: string, trial: number): string {
  return `${table}-${trial}`;
}

/** A trial's row. */
export function TrialRow(props: TrialRowProps): JSX.Element {
  const { id, trial, place, columns, isChosen, isCurrent, isHovered, onClick, onOpen, onHover } = props;
  const classes = [isChosen && 'chosen', isCurrent && 'current', isHovered && 'hovered'].filter(Boolean).join(' ');
  return (
    <tr
      id={rowId(id, trial.trial)}
      class={classes}
      aria-rowindex={place + 2}
      aria-selected={isChosen}
      {...(isCurrent && { 'aria-current': 'true' as const })}
      onClick={onClick}
      onDblClick={onOpen}
      onPointerEnter={onHover}
    >
      <td class="check-cell">
        <span class="check" title={l10n.t('Choose trial {0}', trial.trial)} aria-hidden="true">
          {isChosen ? '✓' : ''}
        </span>
      </td>
      {columns.map((column) => (
        <TrialCell key={column.id} column={column} {...props} />
      ))}
      <td />
    </tr>
  );
}

function TrialCell({
  column,
  trial,
  isActive,
  isBest,
}: Pick<TrialRowProps, 'trial' | 'isActive' | 'isBest'> & { readonly column: Column }): JSX.Element {
  const text = column.textOf(trial);
  switch (column.kind) {
    case 'number':
      return (
        <th scope="row" class="number">
          {isBest && (
            <span class="best-mark" title={l10n.t('among the best')}>
              <span aria-hidden="true">★</span>
              <span class="visually-hidden">{l10n.t('best')}</span>
            </span>
          )}{' '}
          {text}
        </th>
      );
    case 'state':
      return (
        <td class="state-cell" title={trial.error ?? text}>
          <StateMark trial={trial} isActive={isActive} /> {text}
        </td>
      );
    default:
      return (
        <td
          class={column.isNumeric ? 'number' : ''}
          title={column.isNumeric ? String(column.valueOf(trial) ?? '') : text}
        >
          {text}
        </td>
      );
  }
}
