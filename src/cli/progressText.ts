import { figure } from '../runtime/notebookLog';
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

/** `1:02:03`, `2:03` */
function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const padded = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${padded(minutes)}:${padded(rest)}` : `${minutes}:${padded(rest)}`;
}
