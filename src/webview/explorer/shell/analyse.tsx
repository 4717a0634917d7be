import * as l10n from '@vscode/l10n';
import type { ComponentChildren, JSX } from 'preact';
import { Button } from '../../shared/controls';
import { useValue } from '../../shared/useValue';
import type { PartProps } from '../partProps';
import { NoRun } from './noRun';
import { TaskProgress } from './taskProgress';

interface AnalyseProps extends PartProps {
  /** Why one would. */
  readonly children: ComponentChildren;
  /** What the button says. */
  readonly action: string;
  /** Whether there is nothing else to see. */
  readonly isAlone?: boolean;
}

/** Offers to analyse, or says how to; while that is done, how far it is. */
export function Analyse({ model, send, children, action, isAlone = false }: AnalyseProps): JSX.Element {
  const content = useValue(model.content);
  const task = useValue(model.analysing);
  const isRunning = task?.state === 'running';
  return (
    <div class={`analyse${isAlone ? ' alone' : ''}`}>
      {!isRunning && (
        <p>
          <span>{children}</span>{' '}
          {content?.isRun ? (
            <Button kind={isAlone ? 'primary' : 'secondary'} onClick={() => send({ type: 'analyse' })}>
              {action}
            </Button>
          ) : (
            <NoRun
              text={l10n.t('This folder is not a run. Analyse it again on the command line, and name its SAE there:')}
              command={`quanta analyse --sae … --model ${content?.analysis?.model ?? '…'} --out "${content?.directory}"`}
            />
          )}
        </p>
      )}
      {task && <TaskProgress task={task} title={l10n.t('Analysing')} onStop={() => send({ type: 'stopAnalysis' })} />}
    </div>
  );
}
