import type { MapLayout } from './mapLayout';

/** A cell, or a row as a whole: place null. */
export interface Cell {
  readonly row: number;
  readonly place: number | null;
}

interface Extent {
  readonly rows: number;
  readonly places: number;
  readonly layout: MapLayout;
  readonly size: { readonly height: number };
}

/** A key, as a `KeyboardEvent` tells of it. */
interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** The cell that a key leads to from another one; undefined for other keys. A row of -1 stands for none yet. */
export function cellByKey(
  { key, ctrlKey, metaKey, altKey }: PressedKey,
  { row, place }: Cell,
  { rows, places, layout, size }: Extent,
): Cell | undefined {
  if (altKey || rows === 0) return undefined;
  const page = Math.max(Math.floor((size.height - layout.header) / layout.rowHeight) - 1, 1);
  const toRow = (wanted: number): Cell => ({ row: Math.min(Math.max(wanted, 0), rows - 1), place });
  // The row as a whole lies left of its first position.
  const toPlace = (wanted: number): Cell => {
    const at = Math.min(wanted, places - 1);
    return { row: Math.max(row, 0), place: at < 0 ? null : at };
  };
  const control = ctrlKey || metaKey;
  switch (key) {
    case 'ArrowDown':
      return toRow(control ? rows - 1 : row + 1);
    case 'ArrowUp':
      return toRow(control ? 0 : row - 1);
    case 'PageDown':
      return toRow(row + page);
    case 'PageUp':
      return toRow(row - page);
    case 'ArrowRight':
      return toPlace(control ? places - 1 : (place ?? -1) + 1);
    case 'ArrowLeft':
      return toPlace(control ? -1 : (place ?? -1) - 1);
    case 'Home':
      return control ? { ...toRow(0), place: null } : toPlace(-1);
    case 'End':
      return control ? { ...toRow(rows - 1), place: places - 1 } : toPlace(places - 1);
    default:
      return undefined;
  }
}
