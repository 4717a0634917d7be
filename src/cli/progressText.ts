import { duration, figure } from '../core/run/figures';
import type { RunProgress } from '../core/run/runStatus';

const BAR_WIDTH = 20;

/** One line that says how a run is getting on, cut to the terminal's width. */
export function progressText(progress: RunProgress, encodingDim: number, columns = 80): string {
  const { epoch, num_epochs, step, total_steps, loss, density, neurons_used } = progress;
  const filled = Math.round((BAR_WIDTH * step) / total_steps);
  const parts = [
    `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} epoch ${epoch}/${num_epochs}`,
    loss === null ? '' : `loss ${figure(loss)}`,
    density === null ? '' : `density ${(100 * density).toFixed(1)}%`,
    neurons_used === null ? '' : `neurons ${neurons_used}/${encodingDim}`,
    progress.questions_per_second === null ? '' : `${Math.round(progress.questions_per_second)} questions/s`,
    progress.seconds_left === null ? '' : `${duration(progress.seconds_left)} left`,
  ];
  const text = parts.filter((part) => part !== '').join('  ');
  return text.length < columns ? text : text.slice(0, columns - 1);
}
