import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { ModelView, NodeView } from '../../../protocol/explorer';
import { colourIndex, colourScaleOf } from '../../shared/colourScale';
import { readTheme } from '../../shared/readTheme';
import { failText, nodeRows } from './nodeGridData';

interface NodeGridProps {
  readonly view: ModelView;
  readonly chosen: NodeView | undefined;
  readonly onChoose: (node: NodeView) => void;
}

/** Layers × token positions: how much fails without each node, and whether labels explain it. */
export function NodeGrid({ view, chosen, onChoose }: NodeGridProps): JSX.Element {
  const { columns, layers, mostPercent } = nodeRows(view);
  return (
    <div class="table-box node-grid" tabIndex={0} role="region" aria-label={l10n.t('Nodes')}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">{l10n.t('Layer')}</span>
            </th>
            {columns.map(({ position, name }) => (
              <th key={position} scope="col">
                {name}
                <span class="faint">{`P${position}`}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {layers.map(({ layer, nodes }) => (
            <tr key={layer}>
              <th scope="row">{l10n.t('Layer {0}', layer)}</th>
              {nodes.map((node, i) => (
                <td key={i}>
                  {node && !node.useful && (
                    <span class="node-none" title={l10n.t('The model answers as well without it.')}>
                      –
                    </span>
                  )}
                  {node?.useful && (
                    <NodeCell
                      node={node}
                      share={node.fail_percent / mostPercent}
                      isChosen={node === chosen}
                      onChoose={onChoose}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface NodeCellProps {
  readonly node: NodeView;
  readonly share: number;
  readonly isChosen: boolean;
  readonly onChoose: (node: NodeView) => void;
}

function NodeCell({ node, share, isChosen, onChoose }: NodeCellProps): JSX.Element {
  const { colours, inks } = colourScaleOf(readTheme());
  const index = colourIndex(share);
  return (
    <button
      type="button"
      class="node"
      style={{ background: colours[index], color: inks[index] }}
      aria-pressed={isChosen}
      title={nodeText(node)}
      onClick={() => onChoose(node)}
    >
      <span class="visually-hidden">
        {l10n.t('Layer {0} at {1} (P{2}): without it fail', node.layer, node.position_name, node.position)}{' '}
      </span>
      <span>{failText(node.fail_percent)}</span>
      <span class="visually-hidden"> {l10n.t('of the questions, in the digits')} </span>
      <span class="impact">{node.impact}</span>
      <span class="mark" aria-hidden="true">
        {node.explained ? '✓' : ' '}
      </span>
      <span class="visually-hidden">, {explainedWord(node)}</span>
    </button>
  );
}

function nodeText({
  layer,
  position,
  position_name: name,
  fail_percent: percent,
  impact,
  explained,
}: NodeView): string {
  const facts = l10n.t(
    'Layer {0} at {1} (P{2}): without it {3} of the questions fail, in the digits {4}',
    layer,
    name,
    position,
    failText(percent),
    impact,
  );
  return `${facts}; ${explainedWord({ explained })}`;
}

function explainedWord({ explained }: Pick<NodeView, 'explained'>): string {
  return explained ? l10n.t('explained') : l10n.t('not explained');
}
