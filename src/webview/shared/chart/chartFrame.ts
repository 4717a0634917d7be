import { translucent } from '../contrast';
import type { Theme } from '../theme';

/** What the parts of a chart that are no lines are drawn with. */
export interface ChartFrame {
  readonly text: string;
  readonly grid: string;
  readonly font: { readonly family: string; readonly size: number };
}

/** The frame in a theme; in high contrast nothing is faint. */
export function frameOf({ foreground, fontFamily, fontSize, highContrast }: Theme): ChartFrame {
  return {
    text: highContrast ? foreground : translucent(foreground, 0.8),
    grid: translucent(foreground, highContrast ? 0.35 : 0.12),
    font: { family: fontFamily, size: Math.max(fontSize - 2, 10) },
  };
}
