import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useWidth } from '../../shared/useWidth';

interface FittedProps {
  /** Wider than this it need not be. */
  readonly widest?: number;
  readonly children: (width: number) => JSX.Element;
}

/** A picture that is as wide as there is room. */
export function Fitted({ widest = 620, children }: FittedProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  return <div ref={box}>{width > 0 && children(Math.min(width, widest))}</div>;
}
