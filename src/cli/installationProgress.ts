import type { InstallationLine, InstallationProgress } from '../core/cuda/installationLine';
import { CLEAR_LINE, printJson, printLines } from './print';

/** Shows how an installation gets on, until it has ended. */
export interface ProgressDisplay {
  readonly show: (progress: InstallationProgress) => void;
  readonly end: () => void;
}

const STEPS: Readonly<Record<InstallationProgress['step'], string>> = {
  waiting: 'Waiting for another process that installs it',
  looking: 'Looking for the package in the feed',
  downloading: 'Downloading',
  checking: 'Checking the checksum',
  unpacking: 'Unpacking',
};

const MILLISECONDS_BETWEEN = { json: 250, terminal: 100, lines: 5000 } as const;

/** On a terminal one line that changes; elsewhere a line every few seconds, or with `json` an object a line. */
export function progressDisplay(json: boolean): ProgressDisplay {
  const form = json ? 'json' : process.stdout.isTTY ? 'terminal' : 'lines';
  let lastStep: string | undefined;
  let lastTime = 0;
  return {
    show: (progress) => {
      const now = performance.now();
      const isDone = progress.received !== undefined && progress.received === progress.total;
      if (progress.step === lastStep && !isDone && now - lastTime < MILLISECONDS_BETWEEN[form]) return;
      [lastStep, lastTime] = [progress.step, now];
      if (form === 'json') printJson({ kind: 'progress', ...progress } satisfies InstallationLine);
      else if (form === 'terminal') process.stdout.write(CLEAR_LINE + progressText(progress));
      else printLines([progressText(progress)]);
    },
    end: () => {
      if (form === 'terminal' && lastStep !== undefined) process.stdout.write(CLEAR_LINE);
    },
  };
}

function progressText({ step, received, total }: InstallationProgress): string {
  if (received === undefined) return STEPS[step];
  const percent = total === undefined ? '' : ` of ${megabytes(total)} (${Math.floor((100 * received) / total)}%)`;
  return `${STEPS[step]} ${megabytes(received)}${percent}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
