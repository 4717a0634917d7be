import type { JSX } from 'preact';
import type { RunView } from '../../protocol/dashboard';
import { markOf } from '../shared/palette';
import { Swatch } from '../shared/swatch';
import type { DashboardModel } from './dashboardModel';

interface RunNameProps {
  readonly run: RunView;
  readonly model: DashboardModel;
}

/** A run as tables name it: its mark, and its name as far as there is room. */
export function RunName({ run: { directory, name }, model }: RunNameProps): JSX.Element {
  return (
    <span class="run-mark" title={name}>
      <Swatch mark={markOf(model.view.value.slots[directory]!)} tagged={model.runs.value!.length > 1} />
      <span class="name">{name}</span>
    </span>
  );
}
