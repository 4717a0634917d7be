/** JavaScript for a process whose clock shall run at another speed. */
const clockAt = (speed: number) =>
  `const now = performance.now.bind(performance); performance.now = () => ${speed} * now();`;

/** Checkpoints come every half second instead of every second, and calls of the runtime are shorter. */
export const FAST_CLOCK = clockAt(2);

/** Calls of the runtime take up to two and a half seconds. */
export const SLOW_CLOCK = clockAt(0.1);
