import type { Point } from '../../shared/points';

/** Which part of the plane is seen: its middle, and how many pixels a unit is. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const MARGIN = 16;

/** All points in sight, as large as they can be; both axes have the same scale, since distances mean something. */
export function wholeView(points: readonly Point[], { width, height }: Size): Camera {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of points) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [low, high] = [Math.min(low, y), Math.max(high, y)];
  }
  if (points.length === 0) return { x: 0, y: 0, scale: 1 };
  const scale = Math.min((width - 2 * MARGIN) / (right - left || 1), (height - 2 * MARGIN) / (high - low || 1));
  return { x: (left + right) / 2, y: (low + high) / 2, scale };
}

/** Where a point is seen, in pixels from the upper left corner. */
export function toPixel([x, y]: Point, camera: Camera, { width, height }: Size): Point {
  return [width / 2 + (x - camera.x) * camera.scale, height / 2 - (y - camera.y) * camera.scale];
}

/** Nearer by a factor, what is at a pixel staying where it is. */
export function zoomedAt(camera: Camera, factor: number, [px, py]: Point, { width, height }: Size): Camera {
  const scale = camera.scale * factor;
  const [dx, dy] = [px - width / 2, py - height / 2];
  const shift = 1 / camera.scale - 1 / scale;
  return { x: camera.x + dx * shift, y: camera.y - dy * shift, scale };
}

/** Moved so that everything goes by some pixels. */
export function movedBy(camera: Camera, [dx, dy]: Point): Camera {
  return { ...camera, x: camera.x - dx / camera.scale, y: camera.y + dy / camera.scale };
}
