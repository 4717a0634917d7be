import fc from 'fast-check';
import { expect, test } from 'vitest';
import { movedBy, toPixel, wholeView, zoomedAt } from '../../../src/webview/explorer/embedding/scatterGeometry';
import { nearest, rectangle, within, type Point } from '../../../src/webview/shared/points';

const size = { width: 600, height: 400 };
const coordinate = fc.double({ min: -100, max: 100, noNaN: true });
const point = fc.tuple(coordinate, coordinate);
const pixel = fc.tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 400 }));

test('all points are in sight at first, also one alone and none', () => {
  fc.assert(
    fc.property(fc.array(point), (points) => {
      const camera = wholeView(points, size);
      for (const each of points) {
        const [x, y] = toPixel(each, camera, size);
        expect(x >= 0 && x <= size.width && y >= 0 && y <= size.height).toBe(true);
      }
    }),
  );
});

test('what is under the pointer stays there while zooming, and goes along while moving', () => {
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 2 }),
      pixel,
      fc.double({ min: 0.2, max: 5, noNaN: true }),
      (points, at, factor) => {
        const camera = wholeView(points, size);
        // The point of the plane that is seen at the pixel.
        const under: Point = [
          camera.x + (at[0] - size.width / 2) / camera.scale,
          camera.y - (at[1] - size.height / 2) / camera.scale,
        ];
        // Points far from zero that nearly coincide leave few digits to tell pixels by.
        const least = 1e-6 + 8 * Number.EPSILON * camera.scale * (Math.abs(camera.x) + Math.abs(camera.y));
        const [zx, zy] = toPixel(under, zoomedAt(camera, factor, at, size), size);
        expect(Math.abs(zx - at[0]) + Math.abs(zy - at[1])).toBeLessThan(least);
        const [mx, my] = toPixel(under, movedBy(camera, [30, -7]), size);
        expect(Math.abs(mx - at[0] - 30) + Math.abs(my - at[1] + 7)).toBeLessThan(least);
      },
    ),
  );
});

test('a rectangle holds what lies between its corners, whichever they are', () => {
  fc.assert(
    fc.property(fc.array(pixel), pixel, pixel, (pixels, a, b) => {
      const between = (value: number, from: number, to: number) =>
        value > Math.min(from, to) && value < Math.max(from, to);
      const onEdge = ([x, y]: Point) => x === a[0] || x === b[0] || y === a[1] || y === b[1];
      const found = new Set(within(pixels, rectangle(a, b)));
      pixels.forEach((each, i) => {
        if (onEdge(each)) return;
        expect(found.has(i)).toBe(between(each[0], a[0], b[0]) && between(each[1], a[1], b[1]));
      });
    }),
  );
});

test('a lasso leaves out what lies in its bay', () => {
  const bay: Point[] = [
    [0, 0],
    [10, 0],
    [10, 10],
    [5, 2],
    [0, 10],
  ];
  expect(
    within(
      [
        [5, 1],
        [5, 6],
        [1, 5],
        [9, 5],
        [11, 5],
      ],
      bay,
    ),
  ).toEqual([0, 2, 3]);
  expect(within([[5, 1]], [])).toEqual([]);
});

test('the nearest point is found within reach', () => {
  expect(
    nearest(
      [
        [0, 0],
        [10, 0],
        [13, 0],
      ],
      [11, 0],
      5,
    ),
  ).toBe(1);
  expect(nearest([[0, 0]], [11, 0], 5)).toBeUndefined();
});
