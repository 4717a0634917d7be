import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { Button } from '../../shared/controls';
import { count } from '../../shared/numbers';
import type { Content } from '../explorerModel';
import type { Send } from '../partProps';

/** What is explored: the run's name, and what its SAE reads. */
export function TitleLine({ content, send }: { readonly content: Content; readonly send: Send }): JSX.Element {
  const { name, analysis, hasDashboard } = content;
  return (
    <header class="title-line">
      <h1>{name}</h1>
      {analysis && (
        <ul class="title-facts" aria-label={l10n.t('What is explored')}>
          <li title={l10n.t('Model')}>{analysis.model}</li>
          <li title={l10n.t('Hook point that the SAE reads')}>{analysis.hook}</li>
          <li title={l10n.t("The SAE's architecture")}>{analysis.architecture}</li>
          <li>{l10n.t('{0} neurons', count(analysis.neurons))}</li>
          <li title={l10n.t('Probe questions, which follow from the seed {0}', analysis.seed)}>
            {l10n.t('{0} questions', count(analysis.questions))}
          </li>
        </ul>
      )}
      {hasDashboard && (
        <Button label={l10n.t("The run's dashboard")} onClick={() => send({ type: 'openRun' })}>
          {l10n.t('Dashboard')}
        </Button>
      )}
    </header>
  );
}
