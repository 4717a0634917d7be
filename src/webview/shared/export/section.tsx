import * as l10n from '@vscode/l10n';
import type { ComponentChildren, JSX, VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Button } from '../controls';
import './export.css';
import { DataTable } from './dataTable';
import { ExportButtons } from './exportButtons';
import type { Send } from './save';
import type { Table } from './table';

interface SectionProps {
  readonly title: string;
  /** What it means, where the title alone does not say. */
  readonly help?: string;
  /** The name of its files, without an ending. */
  readonly name: string;
  readonly send: Send;
  readonly table?: () => Table;
  /** Whether the table stands among the children already. */
  readonly isTableShown?: boolean;
  readonly picture?: () => VNode | string;
  readonly children: ComponentChildren;
}

/** A part of a page under a heading, with its table and its files. */
export function Section({
  title,
  help,
  name,
  send,
  table,
  isTableShown = false,
  picture,
  children,
}: SectionProps): JSX.Element {
  const id = useId();
  const [hasTable, setHasTable] = useState(false);
  return (
    <section class="part" aria-labelledby={id}>
      <header>
        <h3 id={id} title={help}>
          {title}
        </h3>
        {table && picture && !isTableShown && (
          <Button
            kind="quiet"
            pressed={hasTable}
            label={l10n.t('Table: {0}', title)}
            onClick={() => setHasTable(!hasTable)}
          >
            {l10n.t('Table')}
          </Button>
        )}
        <ExportButtons what={title} name={name} send={send} {...(table && { table })} {...(picture && { picture })} />
      </header>
      {children}
      {hasTable && table && <DataTable label={l10n.t('{0}, table', title)} table={table()} />}
    </section>
  );
}
