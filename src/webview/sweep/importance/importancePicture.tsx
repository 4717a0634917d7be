import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { Importance } from '../../../core/sweep/importance';
import { Picture, useInk } from '../../shared/export/picture';
import { percent } from '../../shared/numbers';

const LABEL = 150;
const VALUE = 44;
const ROW = 24;
const TOP = 26;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

interface ImportancePictureProps {
  readonly title: string;
  readonly shares: readonly Importance[];
  readonly width: number;
}

/** A bar for each key: what it accounts for alone, within what it accounts for together with others. */
export function ImportancePicture({ title, shares, width }: ImportancePictureProps): JSX.Element {
  const ink = useInk();
  const plot = width - LABEL - VALUE;
  const bottom = TOP + shares.length * ROW;
  const text = ({ key, alone, total }: Importance) =>
    l10n.t('{0}: {1} alone, {2} with others', key, share(alone), share(total));
  return (
    <Picture width={width} height={bottom + 22} label={`${title}. ${shares.map(text).join('; ')}`}>
      <rect x={LABEL} y="3" width="10" height="10" fill={ink.bar} />
      <text x={LABEL + 15} y="12">
        {l10n.t('alone')}
      </text>
      <rect x={LABEL + 64.5} y="3.5" width="9" height="9" fill="none" stroke={ink.bar} />
      <text x={LABEL + 79} y="12">
        {l10n.t('together with others')}
      </text>
      {TICKS.map((tick) => (
        <g key={tick}>
          <line x1={LABEL + tick * plot} x2={LABEL + tick * plot} y1={TOP} y2={bottom} stroke={ink.grid} />
          <text x={LABEL + tick * plot} y={bottom + 13} text-anchor="middle" fill={ink.faint}>
            {percent(tick)}
          </text>
        </g>
      ))}
      {shares.map((each, i) => {
        const y = TOP + i * ROW;
        return (
          <g key={each.key}>
            <text x={LABEL - 8} y={y + 16} text-anchor="end" font-size="11">
              {each.key.length > 22 ? `${each.key.slice(0, 21)}…` : each.key}
            </text>
            <rect
              x={LABEL + 0.5}
              y={y + 4.5}
              width={Math.max(each.total * plot - 1, 0)}
              height={ROW - 9}
              fill="none"
              stroke={ink.bar}
            />
            <rect x={LABEL} y={y + 4} width={each.alone * plot} height={ROW - 8} fill={ink.bar} />
            <text x={LABEL + plot + 6} y={y + 16} fill={ink.faint}>
              {share(each.alone)}
            </text>
            <rect x={LABEL} y={y} width={plot} height={ROW} fill="transparent">
              <title>{text(each)}</title>
            </rect>
          </g>
        );
      })}
    </Picture>
  );
}

/** Estimates are not known to more digits. */
function share(value: number): string {
  return percent(Number(value.toFixed(2)));
}
