import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { AnalysisView } from '../../../protocol/explorer';
import { useValue } from '../../shared/useValue';
import { NeuronPane } from '../neuron/neuronPane';
import type { PartProps } from '../partProps';
import { MapPane } from './mapPane';
import { Splitter } from './splitter';

/** The map, and beside it, or below where there is no room, what is known of the neuron that is chosen in it. */
export function NeuronsTab({ model, send, analysis }: PartProps & { readonly analysis: AnalysisView }): JSX.Element {
  const { split } = useValue(model.view);
  const box = useRef<HTMLDivElement>(null);
  const side = useRef<HTMLDivElement>(null);
  return (
    <div class="neurons-tab" ref={box} style={{ '--split': `${100 * split}%` }}>
      <MapPane model={model} send={send} analysis={analysis} onEnter={() => side.current!.focus()} />
      <Splitter box={box} split={split} onChange={(changed) => model.change({ split: changed })} />
      <div class="neuron-side" ref={side} tabIndex={0} role="region" aria-label={l10n.t('The chosen neuron')}>
        <NeuronPane model={model} send={send} />
      </div>
    </div>
  );
}
