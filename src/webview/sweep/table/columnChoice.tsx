import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button, Checkbox } from '../../shared/controls';
import type { Column } from '../columns';

interface ColumnChoiceProps {
  readonly columns: readonly Column[];
  /** Ids of those that are not shown. */
  readonly hidden: readonly string[];
  readonly onChange: (hidden: readonly string[]) => void;
}

/** A box to tick for each column, behind a button. */
export function ColumnChoice({ columns, hidden, onChange }: ColumnChoiceProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const leave = (event: Event) => {
      if (!box.current!.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  }, [isOpen]);
  const leaveByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen) return;
    event.stopPropagation();
    setOpen(false);
    box.current!.querySelector<HTMLElement>('vscode-button')!.focus();
  };
  const show = (id: string, isShown: boolean) => {
    onChange(isShown ? hidden.filter((other) => other !== id) : [...hidden, id]);
  };
  return (
    <span class="column-choice" ref={box} onKeyDown={leaveByKey}>
      <Button kind="quiet" label={l10n.t('Choose columns')} pressed={isOpen} onClick={() => setOpen(!isOpen)}>
        {l10n.t('Columns')}
      </Button>
      {isOpen && (
        <div class="column-list" role="group" aria-label={l10n.t('Columns')}>
          {columns.map(({ id, title }) => (
            <Checkbox key={id} checked={!hidden.includes(id)} onChange={(checked) => show(id, checked)}>
              {title}
            </Checkbox>
          ))}
        </div>
      )}
    </span>
  );
}
