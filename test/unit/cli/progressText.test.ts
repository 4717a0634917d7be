import { describe, expect, it } from 'vitest';
import { progressText } from '../../../src/cli/progressText';
import type { RunProgress } from '../../../src/core/run/runStatus';

const atStart: RunProgress = {
  epoch: 1,
  num_epochs: 10,
  step: 0,
  total_steps: 10_000,
  questions: 0,
  questions_per_second: null,
  seconds_left: null,
  loss: null,
  density: null,
  neurons_used: null,
};
const underWay: RunProgress = {
  ...atStart,
  epoch: 3,
  step: 2500,
  questions: 160_000,
  questions_per_second: 512.5,
  seconds_left: 123,
  loss: 0.12345,
  density: 0.0425,
  neurons_used: 500,
};

describe('progressText', () => {
  it('says all that is known of a run', () => {
    expect(progressText(underWay, 512, 120)).toBe(
      '█████░░░░░░░░░░░░░░░ epoch 3/10  loss 0.1235  density 4.3%  neurons 500/512  513 questions/s  2:03 left',
    );
  });

  it('leaves out what is not known yet', () => {
    expect(progressText(atStart, 512)).toBe('░░░░░░░░░░░░░░░░░░░░ epoch 1/10');
  });

  it.each([
    [0, 0],
    [249, 0],
    [250, 1],
    [5000, 10],
    [10_000, 20],
  ])('after %i of 10000 steps fills %i of the 20 parts of its bar', (step, filled) => {
    const [bar] = progressText({ ...atStart, step }, 512).split(' ');
    expect(bar).toBe('█'.repeat(filled) + '░'.repeat(20 - filled));
  });

  it("leaves the terminal's last column free, where many terminals break the line", () => {
    const whole = progressText(underWay, 512, 1000);
    expect(progressText(underWay, 512, whole.length + 1)).toBe(whole);
    expect(progressText(underWay, 512, whole.length)).toBe(whole.slice(0, -1));
    expect(progressText(underWay, 512, 40)).toBe(whole.slice(0, 39));
    expect(progressText(underWay, 512)).toHaveLength(79);
  });

  it.each([
    [0, '0:00'],
    [59.4, '0:59'],
    [59.6, '1:00'],
    [3599, '59:59'],
    [3723, '1:02:03'],
    [360_000, '100:00:00'],
  ])('writes %d seconds as %s', (seconds_left, text) => {
    expect(progressText({ ...atStart, seconds_left }, 512)).toMatch(new RegExp(` ${text} left$`));
  });
});
