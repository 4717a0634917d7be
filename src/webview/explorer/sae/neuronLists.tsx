import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { AnalysisView } from '../../../protocol/explorer';
import { Button } from '../../shared/controls';
import { count } from '../../shared/numbers';
import { Section } from '../../shared/export/section';
import type { ActivityFilter } from '../map/mapView';
import { NO_FILTER } from '../map/mapView';
import type { PartProps } from '../partProps';

const MOST = 120;

interface NeuronListProps extends PartProps {
  readonly analysis: AnalysisView;
}

/** The neurons that never fire, and those that always do. */
export function NeuronLists({ analysis, model, send }: NeuronListProps): JSX.Element {
  const { dead, always_on: alwaysOn } = analysis.quality;
  return (
    <>
      <NeuronList
        title={l10n.t('Dead: {0} of {1}', count(dead.length), count(analysis.neurons))}
        help={l10n.t('Neurons that are active at no probe question.')}
        none={l10n.t('Every neuron is active somewhere.')}
        activity="dead"
        {...{ neurons: dead, analysis, model, send }}
      />
      <NeuronList
        title={l10n.t('Always On: {0} of {1}', count(alwaysOn.length), count(analysis.neurons))}
        help={l10n.t('Neurons that are active at every position of every probe question.')}
        none={l10n.t('No neuron is active everywhere.')}
        activity="always on"
        {...{ neurons: alwaysOn, analysis, model, send }}
      />
    </>
  );
}

interface ListProps extends NeuronListProps {
  readonly title: string;
  readonly help: string;
  readonly none: string;
  readonly activity: ActivityFilter;
  readonly neurons: readonly number[];
}

function NeuronList({ title, help, none, activity, neurons, analysis, model, send }: ListProps): JSX.Element {
  const show = (neuron: number) => {
    model.change({ tab: 'neurons' });
    model.select(neuron, null);
  };
  const filter = () => {
    model.change({ tab: 'neurons', map: { ...model.view.value.map, filter: { ...NO_FILTER, activity } } });
  };
  return (
    <Section
      title={title}
      help={help}
      name={`${analysis.name} ${activity}`}
      send={send}
      table={() => ({ header: [l10n.t('Neuron')], rows: neurons.map((neuron) => [neuron]) })}
    >
      {neurons.length === 0 ? (
        <p class="note">{none}</p>
      ) : (
        <div class="buttons">
          {neurons.slice(0, MOST).map((neuron) => (
            <Button key={neuron} kind="quiet" label={l10n.t('Show neuron {0}', neuron)} onClick={() => show(neuron)}>
              {neuron}
            </Button>
          ))}
          <Button onClick={filter}>
            {neurons.length > MOST
              ? l10n.t('and {0} more: show all in the map', count(neurons.length - MOST))
              : l10n.t('Show in the Map')}
          </Button>
        </div>
      )}
    </Section>
  );
}
