import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Button } from '../../shared/controls';
import { useValue } from '../../shared/useValue';
import type { PartProps } from '../partProps';
import { Examples } from './examples';
import { Groups } from './groups';
import { Histogram } from './histogram';
import { Labels } from './labels';
import { LogitEffects } from './logitEffects';
import { Neighbours } from './neighbours';
import './neuron.css';
import { NeuronHead } from './neuronHead';
import { PairGrids } from './pairGrids';
import { Profile } from './profile';
import { showNeuron } from './shownNeuron';

/** What one neuron does, at all positions or at the one chosen. */
export function NeuronPane({ model, send }: PartProps): JSX.Element | null {
  const analysis = useValue(model.content)?.analysis;
  const view = useValue(model.neuron);
  const problem = useValue(model.neuronProblem);
  const { neuron, position } = useValue(model.view);
  const shown = useMemo(
    () => (analysis && view ? showNeuron(analysis, view, position) : undefined),
    [analysis, view, position],
  );
  if (!analysis) return null;
  if (neuron === null || neuron >= analysis.neurons) {
    return <p class="empty">{l10n.t('Choose a neuron in the map to see what it does.')}</p>;
  }
  if (problem !== undefined) {
    return (
      <div class="error" role="alert">
        <pre>{problem}</pre>
        <Button onClick={() => model.select(neuron)}>{l10n.t('Read Again')}</Button>
      </div>
    );
  }
  if (!shown) return <p class="empty">{l10n.t('Reading neuron {0} …', neuron)}</p>;
  const choosePosition = (place: number | null) =>
    model.change({ position: place === null ? null : analysis.positions[place]!.position });
  return (
    <div class="neuron-pane">
      <NeuronHead shown={shown} onPosition={choosePosition} onNeuron={(other) => model.select(other)} />
      <Profile shown={shown} send={send} onPosition={choosePosition} />
      <PairGrids shown={shown} send={send} />
      <Labels shown={shown} send={send} />
      <Groups shown={shown} send={send} onNeuron={(other) => model.select(other)} />
      <Examples shown={shown} send={send} />
      <div class="beside">
        <Histogram shown={shown} send={send} />
        <LogitEffects shown={shown} send={send} />
      </div>
      <Neighbours shown={shown} send={send} onNeuron={(other) => model.select(other)} />
    </div>
  );
}
