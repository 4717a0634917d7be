import * as l10n from '@vscode/l10n';
import type { JSX, VNode } from 'preact';
import { Button } from '../controls';
import { svgText } from './picture';
import { savePng, saveSvg, saveTable, type Send } from './save';
import type { Table } from './table';

interface ExportButtonsProps {
  /** What it is of, for screen readers. */
  readonly what: string;
  /** The files' name without an ending. */
  readonly name: string;
  readonly send: Send;
  readonly table?: () => Table;
  /** A picture, or the text of an SVG file. */
  readonly picture?: () => VNode | string;
}

/** Saves a table as CSV and a picture as SVG or PNG, whichever there is. */
export function ExportButtons({ what, name, send, table, picture }: ExportButtonsProps): JSX.Element {
  const saveAsTable = () => {
    const { header, rows } = table!();
    saveTable(send, name, header, rows);
  };
  const svg = () => {
    const made = picture!();
    return typeof made === 'string' ? made : svgText(made);
  };
  return (
    <span class="export-buttons">
      {table && (
        <Button kind="quiet" label={l10n.t('Save as CSV: {0}', what)} onClick={saveAsTable}>
          CSV
        </Button>
      )}
      {picture && (
        <>
          <Button kind="quiet" label={l10n.t('Save as SVG: {0}', what)} onClick={() => saveSvg(send, name, svg())}>
            SVG
          </Button>
          <Button kind="quiet" label={l10n.t('Save as PNG: {0}', what)} onClick={() => void savePng(send, name, svg())}>
            PNG
          </Button>
        </>
      )}
    </span>
  );
}
