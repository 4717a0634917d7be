import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ModelView, NodeView } from '../../../protocol/explorer';
import { Button } from '../../shared/controls';
import { percent } from '../../shared/numbers';
import type { Table } from '../../shared/export/table';
import type { ExplorerModel } from '../explorerModel';
import type { Send } from '../partProps';
import { rowsWords } from '../neuron/labelWords';
import { failText, usefulNodes } from './nodeGridData';

/** Neurons that are named for a label; of a whole column there may be hundreds. */
const MOST_NAMED = 12;

interface NodeListProps {
  readonly view: ModelView;
  readonly chosen: NodeView | undefined;
  readonly model: ExplorerModel;
  readonly send: Send;
}

/** Every useful node with its labels, each of which leads to its neurons. */
export function NodeList({ view, chosen, model, send }: NodeListProps): JSX.Element {
  return (
    <div class="table-box node-list" tabIndex={0} role="region" aria-label={l10n.t('Useful nodes')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{l10n.t('Node')}</th>
            <th scope="col">{l10n.t('Fails')}</th>
            <th scope="col">{l10n.t('Impact')}</th>
            <th scope="col">{l10n.t('Explained')}</th>
            <th scope="col">{l10n.t('Labels and Their Neurons')}</th>
          </tr>
        </thead>
        <tbody>
          {usefulNodes(view).map((node) => (
            <NodeRow
              key={`${node.layer} ${node.position}`}
              node={node}
              isChosen={node === chosen}
              view={view}
              model={model}
              send={send}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface NodeRowProps {
  readonly node: NodeView;
  readonly isChosen: boolean;
  readonly view: ModelView;
  readonly model: ExplorerModel;
  readonly send: Send;
}

function NodeRow({ node, isChosen, view, model, send }: NodeRowProps): JSX.Element {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isChosen) row.current!.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    <tr ref={row} class={isChosen ? 'chosen' : ''}>
      <th scope="row">{nodeName(node)}</th>
      <td>{failText(node.fail_percent)}</td>
      <td>{node.impact}</td>
      <td>{sharedText(node)}</td>
      <td class="node-labels">
        {node.labels.length === 0 ? (
          <span class="faint">{l10n.t('no proved label')}</span>
        ) : (
          <ul>
            {groupedLabels(node).map((label, i) => (
              <NodeLabel key={i} label={label} position={node.position} view={view} model={model} send={send} />
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}

/** The labels of a node, each once for an analysis with all neurons that have it. */
function groupedLabels({ labels }: NodeView): NodeView['labels'] {
  const grouped = new Map<string, NodeView['labels'][number]>();
  for (const label of labels) {
    const key = JSON.stringify([label.directory, label.text, label.rows, label.status]);
    const neurons = [...(grouped.get(key)?.neurons ?? []), ...label.neurons];
    grouped.set(key, { ...label, neurons: [...new Set(neurons)].sort((a, b) => a - b) });
  }
  return [...grouped.values()];
}

interface NodeLabelProps {
  readonly label: NodeView['labels'][number];
  readonly position: number;
  readonly view: ModelView;
  readonly model: ExplorerModel;
  readonly send: Send;
}

function NodeLabel({ label, position, view, model, send }: NodeLabelProps): JSX.Element {
  const { text, rows, neurons, directory, status } = label;
  const isHere = directory === model.content.value?.directory;
  const other = isHere
    ? undefined
    : (view.analyses.find((analysis) => analysis.directory === directory)?.name ?? directory);
  const show = (neuron: number) => {
    if (!isHere) {
      send({ type: 'explore', directory, neuron });
      return;
    }
    model.change({ tab: 'neurons' });
    model.select(neuron, position);
  };
  return (
    <li>
      <span title={status === 'proved' ? l10n.t('proved') : l10n.t('correlates')}>
        <span aria-hidden="true">{status === 'correlates' ? '○' : neurons.length > 1 ? '◆' : '●'}</span> <b>{text}</b>{' '}
        <span class="faint">{rowsText(rows)}</span>
      </span>
      {neurons.slice(0, MOST_NAMED).map((neuron) => (
        <Button
          key={neuron}
          kind="quiet"
          label={
            other === undefined
              ? l10n.t('Show neuron {0} at this position', neuron)
              : l10n.t('Explore neuron {0} of {1}', neuron, other)
          }
          onClick={() => show(neuron)}
        >
          {neuron}
        </Button>
      ))}
      {neurons.length > MOST_NAMED && <span class="faint">{l10n.t('and {0} more', neurons.length - MOST_NAMED)}</span>}
      {other !== undefined && <span class="faint"> {l10n.t('of {0}', other)}</span>}
    </li>
  );
}

/** All useful nodes, for a file. */
export function nodeTable(view: ModelView): Table {
  return {
    header: [
      l10n.t('Layer'),
      l10n.t('Position'),
      l10n.t('Name'),
      l10n.t('Fails, Percent'),
      l10n.t('Impact'),
      l10n.t('Explained Share'),
      l10n.t('Explained'),
      l10n.t('Labels'),
    ],
    rows: usefulNodes(view).map((node) => [
      node.layer,
      node.position,
      node.position_name,
      node.fail_percent,
      node.impact,
      node.explained_share,
      node.explained ? 'yes' : 'no',
      node.labels.map(({ text, rows, neurons }) => `${text} ${rows} (${neurons.join(' ')})`).join('; '),
    ]),
  };
}

function nodeName({ layer, position, position_name: name }: NodeView): string {
  return l10n.t('Layer {0}, {1} (P{2})', layer, name, position);
}

function sharedText({ explained, explained_share: share }: NodeView): string {
  if (share === null) return '–';
  return `${explained ? '✓ ' : ''}${percent(Number(share.toFixed(2)))}`;
}

function rowsText(rows: string): string {
  return ['S', 'M', 'N', 'sub', 'all'].includes(rows) ? rowsWords(rows as Parameters<typeof rowsWords>[0]) : rows;
}
