import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { TaskState } from '../../../protocol/explorer';
import { Button } from '../../shared/controls';
import { percent } from '../../shared/numbers';

interface TaskProgressProps {
  readonly task: TaskState;
  /** What is being done. */
  readonly title: string;
  readonly onStop: () => void;
}

/** How far a task of another process is, or how it ended. */
export function TaskProgress({ task, title, onStop }: TaskProgressProps): JSX.Element {
  switch (task.state) {
    case 'running':
      return (
        <div class="progress-line">
          <span role="status">{task.stage === null ? title : `${title}: ${task.stage}`}</span>
          <progress max={1} value={task.done} aria-label={title} />
          <span class="progress-share">{percent(Number(task.done.toFixed(2)))}</span>
          <Button onClick={onStop}>{l10n.t('Stop')}</Button>
        </div>
      );
    case 'failed':
      return (
        <div class="error" role="alert">
          <pre>{task.message}</pre>
        </div>
      );
    case 'stopped':
      return (
        <p class="note" role="status">
          {l10n.t('Stopped: nothing was changed.')}
        </p>
      );
  }
}
