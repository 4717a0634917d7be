import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { ProofRecord } from '../../../core/run/analysedLabel';
import { count } from '../../shared/numbers';
import { Picture, useInk } from '../../shared/export/picture';
import { wrongDigits } from './proofText';

const TOP = 44;
const PLOT = 90;
const BOTTOM = 22;
const GAP = 24;
const LEFT = 4;
/** Two panels narrower than this stand below each other. */
const NARROWEST = 230;

interface FailuresPictureProps {
  readonly proof: ProofRecord;
  readonly digits: number;
  readonly width: number;
}

/** Wrong digits by answer digit, those that need the label beside the others, for both ablations on one scale. */
export function FailuresPicture({ proof: { mean, zero }, digits, width }: FailuresPictureProps): JSX.Element {
  const ink = useInk();
  const panels = [
    { title: l10n.t('set to its mean'), bars: wrongDigits(mean, digits) },
    { title: l10n.t('set to zero'), bars: wrongDigits(zero, digits) },
  ];
  const most = Math.max(...panels.flatMap(({ bars }) => bars.map(({ needed, other }) => needed + other)), 1);
  const areBeside = width >= 2 * NARROWEST + GAP;
  const panelWidth = areBeside ? (width - GAP) / 2 : width;
  const height = TOP + PLOT + BOTTOM;
  return (
    <Picture
      width={width}
      height={areBeside ? height : 2 * height}
      label={l10n.t('Wrong digits: {0}', panels.map(panelText).join('; '))}
    >
      <g transform={`translate(${LEFT} 4)`}>
        <rect width="10" height="10" fill={ink.strong} />
        <text x="15" y="9">
          {l10n.t('needs the label')}
        </text>
        <rect x="115" width="10" height="10" fill="none" stroke={ink.dull} stroke-width="1.5" />
        <text x="130" y="9">
          {l10n.t('does not')}
        </text>
      </g>
      {panels.map(({ title, bars }, i) => {
        const column = (panelWidth - LEFT) / bars.length;
        const size = (many: number) => (many / most) * PLOT;
        const [left, top] = areBeside ? [i * (panelWidth + GAP), 0] : [0, i * height];
        return (
          <g key={title} transform={`translate(${left + LEFT} ${top})`}>
            <text y={TOP - 12} font-weight="600">
              {title}
            </text>
            {bars.map(({ name, needed, other }, digit) => {
              const [x, bar] = [digit * column + column * 0.15, column * 0.7];
              const base = TOP + PLOT;
              return (
                <g key={name}>
                  <rect x={x} y={base - size(needed)} width={bar} height={size(needed)} fill={ink.strong} />
                  {other > 0 && (
                    <rect
                      x={x + 0.75}
                      y={base - size(needed + other) + 0.75}
                      width={bar - 1.5}
                      height={Math.max(size(other) - 1.5, 0.5)}
                      fill="none"
                      stroke={ink.dull}
                      stroke-width="1.5"
                    />
                  )}
                  {needed + other > 0 && (
                    <text x={x + bar / 2} y={base - size(needed + other) - 3} text-anchor="middle" font-size="9">
                      {count(needed + other)}
                    </text>
                  )}
                  <text x={x + bar / 2} y={base + 14} text-anchor="middle" fill={ink.faint}>
                    {name}
                  </text>
                </g>
              );
            })}
            <line x2={panelWidth - LEFT} y1={TOP + PLOT + 0.5} y2={TOP + PLOT + 0.5} stroke={ink.faint} />
          </g>
        );
      })}
    </Picture>
  );
}

function panelText({ title, bars }: { readonly title: string; readonly bars: ReturnType<typeof wrongDigits> }): string {
  const wrong = bars
    .filter(({ needed, other }) => needed + other > 0)
    .map(({ name, needed, other }) => l10n.t('{0} {1}, of which {2} need the label', name, needed + other, needed));
  return `${title}: ${wrong.length === 0 ? l10n.t('none') : wrong.join(', ')}`;
}
