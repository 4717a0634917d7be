import { describe, expect, test } from 'vitest';
import { colourIndex, colourScaleOf } from '../../../src/webview/shared/colourScale';
import { contrastOf, distance, lightness } from '../../../src/webview/shared/contrast';

const BACKGROUNDS = [
  { background: '#1f1f1f', highContrast: false },
  { background: '#ffffff', highContrast: false },
  { background: '#000000', highContrast: true },
  { background: '#ffffff', highContrast: true },
];

describe('the colour scale', () => {
  test("is Matplotlib's viridis on dark backgrounds", () => {
    const { colours } = colourScaleOf({ background: '#1f1f1f', highContrast: false });
    // Matplotlib 3.9: matplotlib.colormaps['viridis']([0, 64, 128, 192, 255], bytes=True)
    const published = ['#440154', '#3b528b', '#21918c', '#5ec962', '#fde725'];
    for (const [i, colour] of published.entries()) {
      expect(distance(colours[Math.min(64 * i, 255)]!, colour)).toBeLessThan(1.5);
    }
  });

  test.each(BACKGROUNDS)('goes in even steps from near the background away from it: %o', (theme) => {
    const { colours } = colourScaleOf(theme);
    expect(colours).toHaveLength(256);
    const away = colours.map((colour) => Math.abs(lightness(colour) - lightness(theme.background)));
    for (let i = 16; i < 256; i += 16) expect(away[i]).toBeGreaterThan(away[i - 16]!);
    const lengthFrom = (start: number) =>
      Array.from({ length: 17 }, (_, i) => distance(colours[start + i]!, colours[start + i + 1]!)).reduce(
        (sum, step) => sum + step,
        0,
      );
    const steps = Array.from({ length: 15 }, (_, i) => lengthFrom(17 * i));
    const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
    // Viridis is even in CAM02-UCS; the others in CIELAB, but for the rounding of channels.
    const tolerance = theme.background === '#1f1f1f' ? 0.75 : 0.25;
    for (const step of steps) expect(Math.abs(step / mean - 1)).toBeLessThan(tolerance);
  });

  test.each(BACKGROUNDS)('has an ink that can be read on every colour: %o', (theme) => {
    const { colours, inks } = colourScaleOf(theme);
    for (const [i, colour] of colours.entries()) expect(contrastOf(colour, inks[i]!)).toBeGreaterThanOrEqual(4.5);
  });

  test('takes shares beyond its ends for these', () => {
    expect([-1, 0, 0.5, 1, 2].map(colourIndex)).toEqual([0, 0, 128, 255, 255]);
  });
});

test('the lightness and distance of colours are those of CIELAB', () => {
  // By the published definition: L* of mid grey, and the distance of sRGB's red and green under D65 (Lindbloom).
  expect(lightness('#777777')).toBeCloseTo(50.03, 1);
  expect([lightness('#000'), lightness('#fff')]).toEqual([0, expect.closeTo(100, 3)]);
  expect(distance('#ff0000', '#00ff00')).toBeCloseTo(170.58, 0);
});
