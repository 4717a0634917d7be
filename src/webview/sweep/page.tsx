import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { Tabs } from '../shared/tabs';
import { useValue } from '../shared/useValue';
import { CurvesTab } from './curves/curvesTab';
import { FilterBar } from './filterBar';
import { Heading } from './heading/heading';
import { ImportanceTab } from './importance/importanceTab';
import { ParallelTab } from './parallel/parallelTab';
import type { PartProps, ShownProps } from './partProps';
import { ScatterTab } from './scatter/scatterTab';
import { TrialTable } from './table/trialTable';
import { TrialPane } from './trial/trialPane';
import { TABS, type Tab } from './view';

/** A sweep and its trials. */
export function Page({ model, send }: PartProps): JSX.Element {
  useValue(model.sweep);
  const trials = useValue(model.trials);
  useValue(model.view);
  const { shown } = model;
  if (!shown) return <p class="empty">{l10n.t('Reading the sweep …')}</p>;
  return (
    <main>
      <Heading shown={shown} send={send} />
      {trials.length === 0 ? (
        <p class="empty">{withoutTrials(shown)}</p>
      ) : (
        <>
          <FilterBar shown={shown} model={model} send={send} />
          <div class="views-and-trial">
            <Views shown={shown} model={model} send={send} />
            <TrialPane shown={shown} model={model} send={send} />
          </div>
          <TrialTable shown={shown} model={model} send={send} />
        </>
      )}
    </main>
  );
}

function withoutTrials({ sweep: { state }, isActive }: ShownProps['shown']): string {
  if (state === 'queued')
    return l10n.t('The sweep waits for the runs before it. Its trials appear here as they begin.');
  if (isActive) return l10n.t('The first trials are being chosen. They appear here as they begin.');
  return l10n.t('No trial was begun.');
}

function Views({ shown, model, send }: ShownProps): JSX.Element {
  const { tab } = useValue(model.view);
  return (
    <section class="views" aria-label={l10n.t('Charts')}>
      <Tabs tabs={TABS} shown={tab} titleOf={tabTitle} onChoose={(chosen) => model.change({ tab: chosen })} />
      <div class="tab-panel" id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <TabContent tab={tab} shown={shown} model={model} send={send} />
      </div>
    </section>
  );
}

function TabContent({ tab, ...props }: ShownProps & { readonly tab: Tab }): JSX.Element {
  switch (tab) {
    case 'scatter':
      return <ScatterTab {...props} />;
    case 'parallel':
      return <ParallelTab {...props} />;
    case 'importance':
      return <ImportanceTab {...props} />;
    case 'curves':
      return <CurvesTab {...props} />;
  }
}

function tabTitle(tab: Tab): string {
  const titles: Readonly<Record<Tab, string>> = {
    scatter: l10n.t('Scatter'),
    parallel: l10n.t('Parallel Coordinates'),
    importance: l10n.t('Importance'),
    curves: l10n.t('Learning Curves'),
  };
  return titles[tab];
}
