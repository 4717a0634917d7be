import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { AnalysisView } from '../../protocol/explorer';
import { useValue } from '../shared/useValue';
import { EmbeddingTab } from './embedding/embeddingTab';
import type { Content } from './explorerModel';
import { NeuronsTab } from './map/neuronsTab';
import { ModelTab } from './modelNodes/modelTab';
import type { PartProps } from './partProps';
import { SaeTab } from './sae/saeTab';
import { Analyse } from './shell/analyse';
import { Tabs } from '../shared/tabs';
import { TitleLine } from './shell/titleLine';
import { TryTab } from './tryOut/tryTab';
import { TABS, type Tab } from './view';

/** What each neuron of an SAE does at each token position. */
export function Page({ model, send }: PartProps): JSX.Element {
  const content = useValue(model.content);
  if (!content) return <p class="empty">{l10n.t('Reading the analysis …')}</p>;
  return (
    <main>
      <TitleLine content={content} send={send} />
      {content.problem !== null && (
        <div class="error" role="alert">
          <pre>{content.problem}</pre>
        </div>
      )}
      {content.analysis ? (
        <Explored content={content} analysis={content.analysis} model={model} send={send} />
      ) : (
        <NotAnalysed content={content} model={model} send={send} />
      )}
    </main>
  );
}

interface ContentProps extends PartProps {
  readonly content: Content;
}

function NotAnalysed({ content, model, send }: ContentProps): JSX.Element {
  const isBroken = content.problem !== null;
  return (
    <>
      <Analyse model={model} send={send} action={isBroken ? l10n.t('Analyse Again') : l10n.t('Analyse')} isAlone>
        {isBroken
          ? l10n.t('The files of the analysis cannot be shown. Another analysis, which takes minutes, replaces them.')
          : l10n.t(
              'The neurons of this SAE have not been analysed yet. The analysis measures when each of them fires, looks ' +
                'for the sub-tasks of the arithmetic that they tell, and proves by ablation which of them the model ' +
                'uses. It takes minutes.',
            )}
      </Analyse>
      {content.model && <ModelTab model={model} send={send} />}
    </>
  );
}

function Explored({ content, analysis, model, send }: ContentProps & { readonly analysis: AnalysisView }): JSX.Element {
  const { tab } = useValue(model.view);
  const task = useValue(model.analysing);
  return (
    <>
      {(content.analysis?.labels === null || task) && (
        <Analyse model={model} send={send} action={l10n.t('Find and Prove Labels')}>
          {analysis.labels === null
            ? l10n.t('These are statistics only: no labels were looked for, so nothing says what a neuron stands for.')
            : l10n.t('Analyse again.')}
        </Analyse>
      )}
      <Tabs tabs={TABS} shown={tab} titleOf={tabTitle} onChoose={(chosen) => model.change({ tab: chosen })} />
      <div class={`tab-panel ${tab}-panel`} id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <TabContent tab={tab} analysis={analysis} model={model} send={send} />
      </div>
    </>
  );
}

function TabContent({
  tab,
  analysis,
  model,
  send,
}: PartProps & { readonly tab: Tab; readonly analysis: AnalysisView }): JSX.Element {
  switch (tab) {
    case 'neurons':
      return <NeuronsTab model={model} send={send} analysis={analysis} />;
    case 'embedding':
      return <EmbeddingTab model={model} send={send} />;
    case 'try':
      return <TryTab model={model} send={send} />;
    case 'sae':
      return <SaeTab model={model} send={send} analysis={analysis} />;
    case 'model':
      return <ModelTab model={model} send={send} />;
  }
}

function tabTitle(tab: Tab): string {
  const titles: Readonly<Record<Tab, string>> = {
    neurons: l10n.t('Neurons'),
    embedding: l10n.t('Embedding'),
    try: l10n.t('Try It'),
    sae: l10n.t('SAE'),
    model: l10n.t('Model'),
  };
  return titles[tab];
}
