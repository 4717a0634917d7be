import type { JSX } from 'preact';
import type { AnalysisView } from '../../../protocol/explorer';
import type { PartProps } from '../partProps';
import { Accuracy } from './accuracy';
import { DecoderNorms, Densities, PerPosition } from './distributions';
import { Coverage, LabelCounts } from './labelCounts';
import { NeuronLists } from './neuronLists';
import { SaeFigures } from './saeFigures';

/** How good the SAE is as a whole. */
export function SaeTab({ analysis, model, send }: PartProps & { readonly analysis: AnalysisView }): JSX.Element {
  return (
    <div class="sae-tab">
      <SaeFigures analysis={analysis} send={send} />
      <div class="sections">
        <div class="stack">
          <Accuracy analysis={analysis} send={send} />
          <NeuronLists analysis={analysis} model={model} send={send} />
        </div>
        <div class="stack">
          <Coverage analysis={analysis} send={send} />
          <LabelCounts analysis={analysis} send={send} />
          <Densities analysis={analysis} send={send} />
          <DecoderNorms analysis={analysis} send={send} />
        </div>
        <PerPosition analysis={analysis} send={send} />
      </div>
    </div>
  );
}
