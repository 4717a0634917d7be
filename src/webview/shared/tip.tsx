import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

const GAP = 12;

interface TipProps {
  /** What it is beside, in pixels of the window. */
  readonly x: number;
  readonly y: number;
  readonly children: ComponentChildren;
}

/** A box beside a point, on the side where there is room. What it says has to be said elsewhere for screen readers. */
export function Tip({ x, y, children }: TipProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { width, height } = box.current!.getBoundingClientRect();
    const right = x + GAP;
    const left = right + width <= innerWidth ? right : Math.max(x - GAP - width, 0);
    const below = y + GAP;
    const top = below + height <= innerHeight ? below : Math.max(y - GAP - height, 0);
    box.current!.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  });
  return (
    <div class="tip" ref={box} aria-hidden="true">
      {children}
    </div>
  );
}
