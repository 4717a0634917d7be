import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { percent } from '../../shared/numbers';
import { Section } from '../../shared/export/section';
import { ProfilePicture } from './profilePicture';
import { figure, positionText, type PartOfNeuronProps, type ShownNeuron } from './shownNeuron';
import { useWidth } from '../../shared/useWidth';

const FILE_WIDTH = 640;

interface ProfileProps extends PartOfNeuronProps {
  readonly onPosition: (place: number | null) => void;
}

/** How active a neuron is at each position; a position can be chosen. */
export function Profile({ shown, send, onPosition }: ProfileProps): JSX.Element {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const { analysis, place, record } = shown;
  const last = analysis.positions.length - 1;
  const press = (event: KeyboardEvent) => {
    const next: Readonly<Record<string, number | null>> = {
      ArrowRight: place === null ? 0 : Math.min(place + 1, last),
      ArrowLeft: place === null ? last : Math.max(place - 1, 0),
      Home: 0,
      End: last,
      Escape: null,
    };
    if (!(event.key in next)) return;
    event.preventDefault();
    onPosition(next[event.key]!);
  };
  const at = (event: MouseEvent) => (event.target as Element).closest('[data-place]')?.getAttribute('data-place');
  const click = (event: MouseEvent) => {
    const hit = at(event);
    // A second click on the same position goes back to all.
    if (hit) onPosition(Number(hit) === place ? null : Number(hit));
  };
  const table = () => ({
    header: ['position', 'name', 'density', 'mean', 'mean_active', 'max', 'contribution'],
    rows: record.positions.map((each) => [
      ...[`P${each.position}`, each.position_name, each.density, each.mean, each.mean_active, each.max],
      each.contribution,
    ]),
  });
  return (
    <Section
      title={l10n.t('Profile over Positions')}
      help={l10n.t('Choose a position to see the neuron there alone; Escape goes back to all.')}
      name={`${shown.fileName} profile`}
      send={send}
      table={table}
      picture={() => <ProfilePicture shown={shown} width={FILE_WIDTH} />}
    >
      <div
        ref={box}
        class="profile"
        role="listbox"
        tabIndex={0}
        aria-label={l10n.t('Positions')}
        {...(place !== null && { 'aria-activedescendant': `${id}-${place}` })}
        onKeyDown={press}
        onClick={click}
      >
        {width > 0 && <ProfilePicture shown={shown} width={width} option={(each) => optionOf(shown, each, id)} />}
      </div>
    </Section>
  );
}

function optionOf({ analysis, record, place }: ShownNeuron, each: number, id: string) {
  const { density, mean_active, max } = record.positions[each]!;
  return {
    id: `${id}-${each}`,
    role: 'option' as const,
    'aria-selected': each === place,
    'aria-label': l10n.t(
      '{0}: density {1}, mean when active {2}, max {3}',
      positionText(analysis, each),
      percent(density),
      figure(mean_active),
      figure(max),
    ),
    'data-place': each,
  };
}
