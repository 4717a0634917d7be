import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { vocabulary } from '../../../core/arithmetic/vocabulary';
import { Picture, useInk } from '../../shared/export/picture';
import { Section } from '../../shared/export/section';
import { figure, type PartOfNeuronProps } from './shownNeuron';
import { useWidth } from '../../shared/useWidth';

const FILE_WIDTH = 400;
const WIDEST = 460;
const ROW = 16;
const TOKEN = 20;
const NUMBER = 46;

/** What a neuron adds to the logit of each token by itself, without the layers between. */
export function LogitEffects({ shown, send }: PartOfNeuronProps): JSX.Element | null {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const effects = shown.record.logit_effects;
  if (!effects) return null;
  const table = () => ({
    header: ['token', 'logit_effect'],
    rows: effects.map((effect, token) => [vocabulary[token] ?? String(token), effect]),
  });
  return (
    <Section
      title={l10n.t('Direct Effect on the Logits')}
      help={l10n.t(
        "Decoder row · W_out · the last LayerNorm's weight · W_U, less the mean over tokens; LayerNorm's division and the layers between are left out.",
      )}
      name={`${shown.analysis.name} neuron ${shown.record.neuron} logits`}
      send={send}
      table={table}
      picture={() => <EffectsPicture effects={effects} width={FILE_WIDTH} />}
    >
      <div ref={box}>{width > 0 && <EffectsPicture effects={effects} width={Math.min(width, WIDEST)} />}</div>
    </Section>
  );
}

function EffectsPicture({
  effects,
  width,
}: {
  readonly effects: readonly number[];
  readonly width: number;
}): JSX.Element {
  const ink = useInk();
  const most = Math.max(...effects.map(Math.abs)) || 1;
  const half = (width - TOKEN - 2 * NUMBER) / 2;
  const zero = TOKEN + NUMBER + half;
  const said = effects.map((effect, token) => `${vocabulary[token] ?? token} ${figure(effect)}`).join(', ');
  return (
    <Picture width={width} height={effects.length * ROW + 4} label={l10n.t('Effect on each token: {0}', said)}>
      {effects.map((effect, token) => {
        const size = (Math.abs(effect) / most) * half;
        const y = token * ROW + 2;
        const isUp = effect > 0;
        return (
          <g key={token}>
            <text x={TOKEN - 8} y={y + 11} text-anchor="end" font-size="11" font-weight="600">
              {vocabulary[token] ?? token}
            </text>
            <rect
              x={isUp ? zero : zero - size}
              y={y + 2}
              width={size}
              height={ROW - 4}
              fill={isUp ? ink.bar : ink.strong}
            />
            <text
              x={isUp ? zero + size + 4 : zero - size - 4}
              y={y + 11}
              text-anchor={isUp ? 'start' : 'end'}
              fill={ink.faint}
            >
              {figure(effect)}
            </text>
          </g>
        );
      })}
      <line x1={zero} x2={zero} y1={0} y2={effects.length * ROW + 4} stroke={ink.faint} />
    </Picture>
  );
}
