import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ModelView } from '../../../protocol/explorer';
import { useValue } from '../../shared/useValue';
import { Section } from '../../shared/export/section';
import type { PartProps } from '../partProps';
import { NodeGrid } from './nodeGrid';
import { NodeList, nodeTable } from './nodeList';
import { explainedText, NodePicture } from './nodePicture';

/** The model as a whole: which of its MLP nodes are useful, and which of them the neurons of its SAEs explain. */
export function ModelTab({ model, send }: PartProps): JSX.Element {
  const view = useValue(model.content)?.model;
  if (!view) {
    return (
      <p class="empty">
        {l10n.t(
          'No analysis of this model has looked at its nodes. Find and prove labels, for this SAE or another one of the ' +
            'model: that ablates every node, too.',
        )}
      </p>
    );
  }
  return <Nodes view={view} model={model} send={send} />;
}

function Nodes({ view, model, send }: PartProps & { readonly view: ModelView }): JSX.Element {
  const [chosen, setChosen] = useState<string>();
  const node = view.nodes.find(({ layer, position }) => `${layer} ${position}` === chosen);
  return (
    <div class="model-tab">
      <Section
        title={explainedText(view)}
        name={`${view.model} nodes`}
        send={send}
        table={() => nodeTable(view)}
        picture={() => <NodePicture view={view} />}
        isTableShown
      >
        <p class="note">
          {l10n.t(
            'A node is the MLP of a layer at one token position. It is useful where the model answers some questions wrong ' +
              "when the node's activations are replaced by their mean. It is explained (✓) where proved labels account " +
              'for at least half of the digits that are then wrong. A cell says which share of the questions fails, and ' +
              'in which digits; – is a node that the model does not need.',
          )}
        </p>
        <NodeGrid view={view} chosen={node} onChoose={({ layer, position }) => setChosen(`${layer} ${position}`)} />
        <NodeList view={view} chosen={node} model={model} send={send} />
        <Analyses view={view} />
      </Section>
    </div>
  );
}

/** Which SAEs speak of the model. */
function Analyses({ view }: { readonly view: ModelView }): JSX.Element {
  return (
    <p class="note">
      {l10n.t('From the analyses of {0}.', view.analyses.map(({ name, hook }) => `${name} (${hook})`).join(', '))}
    </p>
  );
}
