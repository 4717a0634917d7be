import { contrastOf, distance, lightness, mixed } from './contrast';
import type { Theme } from './theme';

/** Colours for figures from little to much, in equal steps to the eye. */
export interface ColourScale {
  /** From the least to the most. */
  readonly colours: readonly string[];
  /** Black or white, whichever is told better from the colour of the same index. */
  readonly inks: readonly string[];
}

const STEPS = 256;

/** Viridis at 20 equal steps (N. Smith and S. van der Walt, CC0): perceptually uniform, also without colour vision. */
const VIRIDIS = [
  ...['#440154', '#481567', '#482677', '#453781', '#404788', '#39568c', '#33638d', '#2d708e', '#287d8e', '#238a8d'],
  ...['#1f968b', '#20a387', '#29af7f', '#3cbb75', '#55c667', '#73d055', '#95d840', '#b8de29', '#dce319', '#fde725'],
];

/** The hues of viridis the other way round, from nearly white on: on white, little is to recede as well. */
const PALE_TO_VIRIDIS = [
  ...['#f7f9ea', '#e3f1bd', '#bfe39a', '#8fd28c', '#5bbd8b', '#35a38d', '#278a8d'],
  ...['#2d708e', '#39558c', '#443a83', '#481f70', '#440154'],
];

const VIRIDIS_UP = scaleOf((share) => between(VIRIDIS, share));
const VIRIDIS_DOWN = scaleOf(evenly(PALE_TO_VIRIDIS));
const GREYS_UP = scaleOf((share) => greyOf(18 + 82 * share));
const GREYS_DOWN = scaleOf((share) => greyOf(88 * (1 - share)));

/** The scale on a theme's background, from which much stands out more than little; grey where contrast is asked for. */
export function colourScaleOf({ background, highContrast }: Pick<Theme, 'background' | 'highContrast'>): ColourScale {
  const isDark = lightness(background) < 50;
  if (highContrast) return isDark ? GREYS_UP : GREYS_DOWN;
  return isDark ? VIRIDIS_UP : VIRIDIS_DOWN;
}

/** The index of the colour for a share from 0 to 1; what is beyond gets the last. */
export function colourIndex(share: number): number {
  return Math.min(Math.max(Math.round(share * (STEPS - 1)), 0), STEPS - 1);
}

function scaleOf(colourAt: (share: number) => string): ColourScale {
  const colours = Array.from({ length: STEPS }, (_, i) => colourAt(i / (STEPS - 1)));
  const inks = colours.map((colour) =>
    contrastOf(colour, '#000000') > contrastOf(colour, '#ffffff') ? '#000000' : '#ffffff',
  );
  return { colours, inks };
}

function between(anchors: readonly string[], share: number): string {
  const place = share * (anchors.length - 1);
  const below = Math.min(Math.floor(place), anchors.length - 2);
  return mixed(anchors[below]!, anchors[below + 1]!, place - below);
}

/** Along colours in steps that are equally long in CIELAB. */
function evenly(anchors: readonly string[]): (share: number) => string {
  // Not finer, since channels are whole numbers: lengths would be those of the rounding.
  const path = Array.from({ length: STEPS / 4 }, (_, i) => between(anchors, i / (STEPS / 4 - 1)));
  const lengths = [0];
  for (let i = 1; i < path.length; i++) lengths.push(lengths[i - 1]! + distance(path[i - 1]!, path[i]!));
  return (share) => {
    const wanted = share * lengths.at(-1)!;
    const after = Math.max(
      lengths.findIndex((length) => length >= wanted - 1e-9),
      1,
    );
    const [from, to] = [lengths[after - 1]!, lengths[after]!];
    return mixed(path[after - 1]!, path[after]!, (wanted - from) / (to - from));
  };
}

/** The grey of a lightness L* of CIELAB, from 0 to 100. */
function greyOf(lStar: number): string {
  const linear = lStar > 8 ? ((lStar + 16) / 116) ** 3 : lStar / 903.3;
  const value = Math.round(255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055));
  return `#${value.toString(16).padStart(2, '0').repeat(3)}`;
}
