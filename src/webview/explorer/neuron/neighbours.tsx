import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { Button } from '../../shared/controls';
import { Section } from '../../shared/export/section';
import { labelIndexOf, mainLabel } from '../map/labelIndex';
import { labelName } from './labelWords';
import type { PartOfNeuronProps } from './shownNeuron';

interface NeighboursProps extends PartOfNeuronProps {
  readonly onNeuron: (neuron: number) => void;
}

/** Neurons that write nearly the same into the model. */
export function Neighbours({ shown, send, onNeuron }: NeighboursProps): JSX.Element {
  const { record, analysis } = shown;
  const labels = labelIndexOf(analysis);
  return (
    <Section
      title={l10n.t('Neighbours')}
      help={l10n.t('Neurons whose decoder rows point the same way, by the cosine between them.')}
      name={`${analysis.name} neuron ${record.neuron} neighbours`}
      send={send}
      table={() => ({
        header: ['neuron', 'cosine'],
        rows: record.neighbours.map(({ neuron, cosine }) => [neuron, cosine]),
      })}
    >
      <ul class="neighbours">
        {record.neighbours.map(({ neuron, cosine }) => {
          const label = mainLabel(labels, neuron);
          return (
            <li key={neuron}>
              <Button kind="quiet" label={l10n.t('Neuron {0}', neuron)} onClick={() => onNeuron(neuron)}>
                {neuron}
              </Button>
              <span class="number">{cosine.toFixed(3)}</span>
              <span class="bar-box" aria-hidden="true">
                <span class="bar" style={{ width: `${Math.round(100 * Math.abs(cosine))}%` }} />
              </span>
              <span class="faint">{label ? labelName(label) : ''}</span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
