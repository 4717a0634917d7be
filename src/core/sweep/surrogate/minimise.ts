import type { ValueAndGradient } from './marginalLikelihood';

const MEMORY = 8;
const SUFFICIENT_DECREASE = 1e-4;
const SHORTEST_STEP = 1e-8;

/**
 * The point at which a smooth function is least, near a start: L-BFGS with a backtracking line search (Nocedal and Wright
 * 2006, algorithms 7.4, 7.5 and 3.1).
 *
 * @param evaluate undefined where the function has no value: the search turns back from there
 */
export function minimise(
  evaluate: (x: Float64Array) => ValueAndGradient | undefined,
  start: Float64Array,
  steps: number,
): { x: Float64Array; value: number } | undefined {
  let x = start;
  let here = evaluate(x);
  if (!here) return undefined;
  const history: Pair[] = [];
  for (let step = 0; step < steps; step++) {
    const direction = descent(here.gradient, history);
    const slope = dot(direction, here.gradient);
    if (!(slope < 0)) break;
    // The first direction has no scale of its own.
    let length = history.length === 0 ? Math.min(1, 1 / norm(direction)) : 1;
    let next = along(x, direction, length);
    let there = evaluate(next);
    while (!there || there.value > here.value + SUFFICIENT_DECREASE * length * slope) {
      length /= 2;
      if (length < SHORTEST_STEP) return { x, value: here.value };
      next = along(x, direction, length);
      there = evaluate(next);
    }
    remember(history, difference(next, x), difference(there.gradient, here.gradient));
    const gain = here.value - there.value;
    [x, here] = [next, there];
    if (gain < 1e-9 * Math.max(1, Math.abs(here.value))) break;
  }
  return { x, value: here.value };
}

/** A step that was taken, and how the gradient changed along it. */
interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

function remember(history: Pair[], s: Float64Array, y: Float64Array): void {
  const curvature = dot(s, y);
  // Only a positive curvature keeps the direction one of descent.
  if (curvature <= 1e-12 * dot(y, y)) return;
  history.push({ s, y, rho: 1 / curvature });
  if (history.length > MEMORY) history.shift();
}

function descent(gradient: Float64Array, history: readonly Pair[]): Float64Array {
  const q = gradient.map((value) => -value);
  const factors = history.toReversed().map(({ s, y, rho }) => {
    const factor = rho * dot(s, q);
    addTo(q, y, -factor);
    return factor;
  });
  const last = history.at(-1);
  if (last) scale(q, dot(last.s, last.y) / dot(last.y, last.y));
  for (const [i, { s, y, rho }] of history.entries()) {
    addTo(q, s, factors[history.length - 1 - i]! - rho * dot(y, q));
  }
  return q;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

const norm = (a: Float64Array) => Math.sqrt(dot(a, a));
const along = (x: Float64Array, direction: Float64Array, length: number) => x.map((v, i) => v + length * direction[i]!);
const difference = (a: Float64Array, b: Float64Array) => a.map((value, i) => value - b[i]!);

function addTo(target: Float64Array, values: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * values[i]!;
}

function scale(target: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i]! *= factor;
}
