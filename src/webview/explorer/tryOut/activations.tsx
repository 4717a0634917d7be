import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Tried } from '../../../core/run/tried';
import type { AnalysisView } from '../../../protocol/explorer';
import { contrastOf } from '../../shared/contrast';
import { Button, Dropdown } from '../../shared/controls';
import { count } from '../../shared/numbers';
import { useInk } from '../../shared/export/picture';
import type { Send } from '../partProps';
import { Section } from '../../shared/export/section';
import { labelIndexOf, mainLabel } from '../map/labelIndex';
import { labelName } from '../neuron/labelWords';
import { figure } from '../neuron/shownNeuron';
import { ActivationPicture, shortFigure } from './activationPicture';
import { activeNeurons, type ActiveNeuron } from './answers';
import type { TrySort } from './tryView';

const FIRST_ROWS = 40;

interface ActivationsProps {
  readonly tried: Tried;
  readonly analysis: AnalysisView;
  readonly send: Send;
  readonly sort: TrySort;
  readonly onSort: (sort: TrySort) => void;
  readonly without: readonly number[];
  readonly onWithout: (neuron: number, isWithout: boolean) => void;
  readonly onNeuron: (neuron: number) => void;
}

/** Every neuron that is active on a question, at each of its tokens. */
export function Activations(props: ActivationsProps): JSX.Element {
  const { tried, analysis, send, sort, onSort } = props;
  const [rows, setRows] = useState(FIRST_ROWS);
  const active = activeNeurons(tried, sort);
  const labelOf = (neuron: number) => {
    const label = mainLabel(labelIndexOf(analysis), neuron);
    return label ? labelName(label) : '';
  };
  const question = tried.question.split('=')[0]!;
  return (
    <Section
      title={l10n.t('{0} of {1} Neurons Are Active', count(active.length), count(analysis.neurons))}
      name={`activations on ${question}`}
      send={send}
      table={() => ({
        header: ['neuron', 'label', ...tried.activations.map((at) => `P${at.position} ${at.position_name}`)],
        rows: active.map(({ neuron, activations }) => [neuron, labelOf(neuron), ...activations]),
      })}
      picture={() => <ActivationPicture tried={tried} active={active.slice(0, rows)} labelOf={labelOf} />}
    >
      <div class="controls">
        <Dropdown<TrySort>
          label={l10n.t('Order')}
          value={sort}
          options={[
            { value: 'activation', text: l10n.t('largest activation first') },
            { value: 'index', text: l10n.t('by number') },
          ]}
          onChange={onSort}
        />
      </div>
      {active.length === 0 ? (
        <p class="faint">{l10n.t('No neuron is active on this question.')}</p>
      ) : (
        <ActivationTable {...props} active={active.slice(0, rows)} most={mostOf(active)} labelOf={labelOf} />
      )}
      {active.length > rows && (
        <Button onClick={() => setRows(rows * 4)}>
          {l10n.t('Show More ({0} are not shown)', count(active.length - rows))}
        </Button>
      )}
    </Section>
  );
}

function mostOf(active: readonly ActiveNeuron[]): number {
  return active.reduce((most, each) => Math.max(most, each.most), 0);
}

interface ActivationTableProps extends ActivationsProps {
  readonly active: readonly ActiveNeuron[];
  readonly most: number;
  readonly labelOf: (neuron: number) => string;
}

function ActivationTable({ tried, active, most, labelOf, without, onWithout, onNeuron }: ActivationTableProps) {
  const { scale } = useInk();
  return (
    <div class="table-box activation-box" tabIndex={0} role="region" aria-label={l10n.t('Activations, table')}>
      <table class="activation-table">
        <thead>
          <tr>
            <th scope="col">{l10n.t('Without')}</th>
            <th scope="col">{l10n.t('Neuron')}</th>
            {tried.activations.map(({ position, position_name }) => (
              <th key={position} scope="col" title={`P${position}`}>
                <span class="token-heading">{tried.question[position]}</span>
                <span class="position-heading">{position_name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {active.map(({ neuron, activations }) => (
            <tr key={neuron} onClick={() => onNeuron(neuron)}>
              <td onClick={(event) => event.stopPropagation()}>
                <input
                  type="checkbox"
                  aria-label={l10n.t('Do without neuron {0}', neuron)}
                  checked={without.includes(neuron)}
                  onChange={(event) => onWithout(neuron, event.currentTarget.checked)}
                />
              </td>
              <th scope="row">
                <button type="button" class="row-button" aria-label={l10n.t('Neuron {0}', neuron)}>
                  {neuron}
                </button>{' '}
                <span class="faint">{labelOf(neuron)}</span>
              </th>
              {activations.map((activation, i) => {
                if (activation === 0) return <td key={i} class="cell" />;
                const backgroundColor = scale(activation / most);
                const color =
                  contrastOf(backgroundColor, '#000000') > contrastOf(backgroundColor, '#ffffff')
                    ? '#000000'
                    : '#ffffff';
                return (
                  <td key={i} class="cell" title={figure(activation)} style={{ backgroundColor, color }}>
                    {shortFigure(activation)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
