const STEPS = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]] as const;
const FEWEST = 3;

/** Where a logarithmic axis from `min` to `max`, both above 0, has its ticks: round numbers, as coarse as three allow. */
export function logTicks(min: number, max: number): number[] {
  for (const steps of STEPS) {
    const ticks = ticksOf(steps, min, max);
    if (ticks.length >= FEWEST) return ticks;
  }
  return evenTicks(min, max);
}

function ticksOf(steps: readonly number[], min: number, max: number): number[] {
  const ticks: number[] = [];
  for (let decade = Math.floor(Math.log10(min)); decade <= Math.log10(max); decade++) {
    ticks.push(...steps.map((step) => round(step * 10 ** decade)));
  }
  return ticks.filter((tick) => tick >= min && tick <= max);
}

/** Round numbers at equal distances, at least three; within less than a decade a logarithmic axis has them, too. */
export function evenTicks(min: number, max: number): number[] {
  const rough = (max - min) / FEWEST;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([5, 2, 1].find((factor) => factor * power <= rough) ?? 1);
  const first = Math.ceil(min / step);
  return Array.from({ length: Math.floor(max / step) - first + 1 }, (_, i) => round((first + i) * step));
}

/** Without the last digits of a float64, which would be written out. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
