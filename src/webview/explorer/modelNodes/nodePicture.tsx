import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { ModelView } from '../../../protocol/explorer';
import { colourIndex, colourScaleOf } from '../../shared/colourScale';
import { Picture, useInk } from '../../shared/export/picture';
import { failText, nodeRows } from './nodeGridData';

const COLUMN = 44;
const ROW = 46;
const LEFT = 60;
const TOP = 58;

/** The grid of nodes, for a file. */
export function NodePicture({ view }: { readonly view: ModelView }): JSX.Element {
  const ink = useInk();
  const { columns, layers, mostPercent } = nodeRows(view);
  const scale = colourScaleOf({ background: ink.background, highContrast: false });
  const bottom = TOP + layers.length * ROW;
  return (
    <Picture width={Math.max(LEFT + columns.length * COLUMN + 10, 560)} height={bottom + 44}>
      <text x="8" y="16" font-size="12" font-weight="600">
        {view.model}
        <tspan font-weight="400">{` · ${explainedText(view)}`}</tspan>
      </text>
      {columns.map(({ position, name }, i) => (
        <g key={position} text-anchor="middle" transform={`translate(${LEFT + (i + 0.5) * COLUMN} 0)`}>
          <text y={TOP - 17}>{name}</text>
          <text y={TOP - 6} font-size="8" fill={ink.faint}>
            {`P${position}`}
          </text>
        </g>
      ))}
      {layers.map(({ layer, nodes }, row) => (
        <g key={layer} transform={`translate(0 ${TOP + row * ROW})`}>
          <text x={LEFT - 8} y={ROW / 2 + 3} text-anchor="end">
            {l10n.t('layer {0}', layer)}
          </text>
          {nodes.map((node, i) => {
            const isUseful = node?.useful === true;
            const index = isUseful ? colourIndex(node.fail_percent / mostPercent) : 0;
            const text = scale.inks[index];
            return (
              <g key={i} transform={`translate(${LEFT + i * COLUMN} 0)`} text-anchor="middle">
                <rect
                  width={COLUMN - 2}
                  height={ROW - 2}
                  fill={isUseful ? scale.colours[index] : 'none'}
                  stroke={isUseful ? 'none' : ink.grid}
                />
                {isUseful && (
                  <g fill={text} transform={`translate(${COLUMN / 2 - 1} 0)`}>
                    <text y="14">{failText(node.fail_percent)}</text>
                    <text y="27" font-size="9">
                      {node.impact}
                    </text>
                    {node.explained && <text y="40">✓</text>}
                  </g>
                )}
              </g>
            );
          })}
        </g>
      ))}
      <text x="8" y={bottom + 18} fill={ink.faint}>
        {l10n.t(
          'Share of questions that fail without the node, and the digits that fail. ✓ explained by proved labels.',
        )}
      </text>
      <text x="8" y={bottom + 32} fill={ink.faint}>
        {l10n.t('Empty: the model answers as well without it.')}
      </text>
    </Picture>
  );
}

/** `12 of 26 useful MLP nodes explained`. */
export function explainedText({ explained, useful }: ModelView): string {
  return l10n.t('{0} of {1} useful MLP nodes explained', explained, useful);
}
