export type Point = readonly [x: number, y: number];

/** The point that is seen nearest to a pixel; undefined where none is within reach. */
export function nearest(pixels: readonly Point[], [px, py]: Point, reach: number): number | undefined {
  let [found, least]: [number | undefined, number] = [undefined, reach * reach];
  pixels.forEach(([x, y], i) => {
    const distance = (x - px) ** 2 + (y - py) ** 2;
    if (distance <= least) [found, least] = [i, distance];
  });
  return found;
}

/** The points within a closed line, by how often a ray from each crosses it. */
export function within(pixels: readonly Point[], outline: readonly Point[]): number[] {
  return [...pixels.keys()].filter((i) => isWithin(pixels[i]!, outline));
}

function isWithin([x, y]: Point, outline: readonly Point[]): boolean {
  let isIn = false;
  for (let i = 0, before = outline.length - 1; i < outline.length; before = i++) {
    const [[ax, ay], [bx, by]] = [outline[i]!, outline[before]!];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isIn = !isIn;
  }
  return isIn;
}

/** The outline of the rectangle between two corners. */
export function rectangle([ax, ay]: Point, [bx, by]: Point): Point[] {
  return [
    [ax, ay],
    [bx, ay],
    [bx, by],
    [ax, by],
  ];
}
