import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { count, percent } from '../../shared/numbers';
import { Picture, useInk } from '../../shared/export/picture';
import { Section } from '../../shared/export/section';
import { labelName } from './labelWords';
import { figure, positionText, type PartOfNeuronProps, type ShownNeuron } from './shownNeuron';
import { useWidth } from '../../shared/useWidth';

const FILE_WIDTH = 480;
const WIDEST = 520;
const LEFT = 48;
const TOP = 20;
const PLOT = 110;
const BOTTOM = 34;

/** How often a neuron is how active. */
export function Histogram({ shown, send }: PartOfNeuronProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const { statistics } = shown;
  const { width: bin, counts } = statistics.histogram;
  const where = shown.place === null ? l10n.t('all positions') : positionText(shown.analysis, shown.place);
  const isActive = statistics.density > 0;
  const table = () => ({
    header: ['above', 'up_to', 'activations'],
    rows: counts.map((many, i) => [i * bin, (i + 1) * bin, many]),
  });
  return (
    <Section
      title={l10n.t('Histogram of Activations, {0}', where)}
      name={`${shown.fileName} histogram`}
      send={send}
      {...(isActive && { table, picture: () => <HistogramPicture shown={shown} width={FILE_WIDTH} /> })}
    >
      <div ref={box}>
        {isActive ? (
          width > 0 && <HistogramPicture shown={shown} width={Math.min(width, WIDEST)} />
        ) : (
          <p class="faint">{l10n.t('It is never active here.')}</p>
        )}
      </div>
    </Section>
  );
}

function HistogramPicture({ shown, width }: { readonly shown: ShownNeuron; readonly width: number }): JSX.Element {
  const ink = useInk();
  const { statistics, labels, place } = shown;
  const { width: bin, counts } = statistics.histogram;
  const used = counts.length - counts.toReversed().findIndex((many) => many > 0);
  const end = used * bin;
  const most = Math.max(...counts);
  const decades = Math.max(Math.ceil(Math.log10(most)), 1);
  const x = (value: number) => LEFT + (value / end) * (width - LEFT - 12);
  // From a half on, so that a bin of one is seen.
  const y = (many: number) => TOP + PLOT * (1 - (Math.log10(many) + 0.3) / (decades + 0.3));
  const label = labels.find((each) => each.place === place)?.label;
  const threshold = label && label.threshold > 0 && label.threshold < end ? x(label.threshold) : undefined;
  const column = x(bin) - x(0);
  return (
    <Picture
      width={width}
      height={TOP + PLOT + BOTTOM}
      label={l10n.t(
        '{0} of the activations are not zero, up to {1}',
        percent(statistics.density),
        figure(statistics.max),
      )}
    >
      {Array.from({ length: decades + 1 }, (_, exponent) => (
        <g key={exponent}>
          <line x1={LEFT} x2={width - 12} y1={y(10 ** exponent)} y2={y(10 ** exponent)} stroke={ink.grid} />
          <text x={LEFT - 5} y={y(10 ** exponent) + 3} text-anchor="end" fill={ink.faint}>
            {count(10 ** exponent)}
          </text>
        </g>
      ))}
      {counts.slice(0, used).map(
        (many, i) =>
          many > 0 && (
            <rect
              key={i}
              x={x(i * bin)}
              y={y(many)}
              width={Math.max(column - 0.5, 1)}
              height={TOP + PLOT - y(many)}
              fill={ink.bar}
            >
              <title>{l10n.t('above {0}, up to {1}: {2}', figure(i * bin), figure((i + 1) * bin), count(many))}</title>
            </rect>
          ),
      )}
      <line x1={LEFT} x2={width - 12} y1={TOP + PLOT + 0.5} y2={TOP + PLOT + 0.5} stroke={ink.faint} />
      {ticks(end).map((tick) => (
        <text key={tick} x={x(tick)} y={TOP + PLOT + 14} text-anchor="middle" fill={ink.faint}>
          {figure(tick)}
        </text>
      ))}
      <text x={(LEFT + width) / 2} y={TOP + PLOT + 29} text-anchor="middle">
        {l10n.t('activation (zero in {0})', percent(1 - statistics.density))}
      </text>
      {threshold !== undefined && label && (
        <g>
          <line
            x1={threshold}
            x2={threshold}
            y1={TOP - 4}
            y2={TOP + PLOT}
            stroke={ink.strong}
            stroke-width="1.5"
            stroke-dasharray="4 3"
          />
          <text
            x={threshold > width / 2 ? threshold - 5 : threshold + 5}
            y={TOP - 8}
            text-anchor={threshold > width / 2 ? 'end' : 'start'}
          >
            {l10n.t('threshold of {0}: {1}', labelName(label), figure(label.threshold))}
          </text>
        </g>
      )}
    </Picture>
  );
}

/** Round values from 0 to the end, at most six. */
function ticks(end: number): number[] {
  const rough = end / 5;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((times) => times * unit >= rough)! * unit;
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, i) => i * step);
}
