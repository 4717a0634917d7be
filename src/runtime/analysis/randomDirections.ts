import type { RandomStream } from '../../core/random/stream';

/** Directions of length 1, uniform on the sphere; [count, width]. */
export function randomDirections(stream: RandomStream, count: number, width: number): Float32Array {
  const directions = new Float32Array(count * width);
  for (let row = 0; row < count; row++) {
    const values = Array.from({ length: width }, () => normal(stream));
    const norm = Math.hypot(...values);
    values.forEach((value, i) => (directions[row * width + i] = value / norm));
  }
  return directions;
}

/** A number from the standard normal distribution (Box and Muller 1958). */
function normal(stream: RandomStream): number {
  const radius = Math.sqrt(-2 * Math.log(1 - stream.uniform()));
  return radius * Math.cos(2 * Math.PI * stream.uniform());
}
