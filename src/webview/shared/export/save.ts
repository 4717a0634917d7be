import type { FromExplorer } from '../../../protocol/explorer';
import type { FromSweep } from '../../../protocol/sweep';
import { csvText, type Cell } from './table';

/** Tells the extension what to save. */
export type Send = (message: Extract<FromExplorer | FromSweep, { readonly type: 'save' }>) => void;

/** Pixels of a PNG per pixel of its picture: sharp in print. */
const PIXEL_RATIO = 3;

/** Lets the user save a table as CSV. */
export function saveTable(
  send: Send,
  name: string,
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
): void {
  send({ type: 'save', name, format: 'csv', content: csvText({ header, rows }) });
}

/** Lets the user save a picture, the text of an SVG file. */
export function saveSvg(send: Send, name: string, svg: string): void {
  send({ type: 'save', name, format: 'svg', content: `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n` });
}

/**
 * Lets the user save a picture as PNG.
 *
 * @param picture a canvas as it is, or the text of an SVG file with width and height, which is drawn in higher resolution
 * @throws Error where it is too large for the browser
 */
export async function savePng(send: Send, name: string, picture: string | HTMLCanvasElement): Promise<void> {
  const canvas = typeof picture === 'string' ? await drawn(picture) : picture;
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('the picture is too large for a PNG');
  send({ type: 'save', name, format: 'png', content: new Uint8Array(await blob.arrayBuffer()) });
}

async function drawn(svg: string): Promise<HTMLCanvasElement> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * PIXEL_RATIO;
  canvas.height = image.naturalHeight * PIXEL_RATIO;
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}
