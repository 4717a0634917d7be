import { permutation } from '../../random/choice';
import { randomStream } from '../../random/stream';
import { parametersAt, type SearchSpace, type TrialParameters } from '../searchSpace';

/** Trial `t` of a random search: every value of every dimension as likely as any other, whatever the other trials are. */
export function randomParameters(space: SearchSpace, seed: number, t: number): TrialParameters {
  return parametersAt(space, randomStream(seed, 'search', t).uniformFloats(space.length, 0, 1));
}

/**
 * Trial `t` of a Latin hypercube of `trials`: each dimension is cut into as many pieces of equal size, and every piece
 * has one trial, at random within it (McKay, Beckman and Conover 1979). Undefined beyond the last.
 */
export function hypercubeParameters(
  space: SearchSpace,
  seed: number,
  t: number,
  trials: number,
): TrialParameters | undefined {
  if (t >= trials) return undefined;
  const within = randomStream(seed, 'search', t).uniformFloats(space.length, 0, 1);
  const point = within.map((offset, dimension) => {
    const piece = permutation(randomStream(seed, 'hypercube', dimension), trials)[t]!;
    return (piece + offset) / trials;
  });
  return parametersAt(space, point);
}
