import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Size } from './size';

interface LayerProps {
  readonly size: Size;
  /** Whether it recedes behind the layers above. */
  readonly isFaint?: boolean;
  /** What the drawing is made of: it is drawn again when one of these is another. */
  readonly on: readonly unknown[];
  /** Draws in CSS pixels on an empty canvas. */
  readonly draw: (context: CanvasRenderingContext2D) => void;
}

/** One of the canvases of a chart that lie on each other, so that what changes often is little. */
export function Layer({ size, isFaint = false, on, draw }: LayerProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = size;
  useLayoutEffect(() => {
    const ratio = devicePixelRatio;
    const surface = canvas.current!;
    Object.assign(surface, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    Object.assign(surface.style, { width: `${width}px`, height: `${height}px` });
    if (width === 0 || height === 0) return;
    const context = surface.getContext('2d')!;
    context.scale(ratio, ratio);
    draw(context);
  }, [width, height, ...on]);
  return <canvas class={isFaint ? 'layer faint-layer' : 'layer'} ref={canvas} aria-hidden="true" />;
}
