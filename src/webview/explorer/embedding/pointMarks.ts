import { readableOn } from '../../shared/contrast';
import { markOf } from '../../shared/palette';
import type { Ink } from '../../shared/export/picture';
import type { Categories, Colours } from './colouring';

/** Shapes of points, so that more things can be told apart than there are colours. */
const SHAPES = ['circle', 'square', 'triangle'] as const;
type Shape = (typeof SHAPES)[number];

export interface PointMark {
  readonly colour: string;
  readonly shape: Shape;
}

const COLOURS = 7;

/** Where activations begin in the scale of colours: before it, points so small cannot be told from the background. */
export const LEAST_COLOUR = 0.3;

/** The mark of a name; in order, 21 differ. */
export function categoryMark({ marks }: Categories, index: number, { background }: Pick<Ink, 'background'>): PointMark {
  const { shape, colour } = marks?.[index] ?? { shape: Math.floor(index / COLOURS), colour: index % COLOURS };
  return { colour: readableOn(background, markOf(colour).colour), shape: SHAPES[shape % SHAPES.length]! };
}

/** The mark of every question. */
export function pointMarks(colours: Colours, ink: Ink): (question: number) => PointMark {
  const without: PointMark = { colour: ink.dull, shape: 'circle' };
  if (colours.kind === 'values') {
    const { values, most } = colours;
    const colour = (value: number) => ink.scale(LEAST_COLOUR + ((1 - LEAST_COLOUR) * value) / most);
    return (question) => (values[question]! > 0 ? { colour: colour(values[question]!), shape: 'circle' } : without);
  }
  const marks = colours.names.map((_, index) => categoryMark(colours, index, ink));
  return (question) => marks[colours.of[question]!] ?? without;
}

/** The outline of a mark of a size around a place, as an SVG path. */
export function shapePath(shape: Shape, x: number, y: number, size: number): string {
  const [l, r, t, b] = [x - size, x + size, y - size, y + size].map((value) => Number(value.toFixed(2)));
  switch (shape) {
    case 'circle':
      return `M${l} ${y.toFixed(2)}a${size} ${size} 0 1 0 ${2 * size} 0a${size} ${size} 0 1 0 ${-2 * size} 0z`;
    case 'square':
      return `M${l} ${t}H${r}V${b}H${l}z`;
    case 'triangle':
      return `M${x.toFixed(2)} ${t}L${r} ${b}H${l}z`;
  }
}
