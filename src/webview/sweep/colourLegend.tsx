import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { Picture } from '../shared/export/picture';
import { RampLegend } from '../shared/export/rampLegend';
import { LEAST_COLOUR, type Colouring } from './colouring';

/** The colours of a chart. */
export function ColourLegend({ colouring }: { readonly colouring: Colouring }): JSX.Element {
  const { column, legend } = colouring;
  if (legend.kind === 'scale') {
    return (
      <Picture
        width={160}
        height={26}
        label={l10n.t('Colours: {0} from {1} to {2}', column.title, legend.from, legend.to)}
      >
        <LegendContent colouring={colouring} />
      </Picture>
    );
  }
  return (
    <ul class="colour-names" aria-label={l10n.t('Colours: {0}', column.title)}>
      {legend.names.map(({ name, colour }) => (
        <li key={name}>
          <svg width="10" height="10" aria-hidden="true">
            <circle cx="5" cy="5" r="4" fill={colour} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

const NAME_WIDTH = 7;

/** The legend within a picture, 30 pixels high. */
export function LegendContent({ colouring: { column, legend } }: { readonly colouring: Colouring }): JSX.Element {
  if (legend.kind === 'scale')
    return <RampLegend from={legend.from} to={legend.to} title={column.title} least={LEAST_COLOUR} />;
  let x = 0;
  return (
    <g>
      {legend.names.map(({ name, colour }) => {
        const left = x;
        x += 22 + NAME_WIDTH * name.length;
        return (
          <g key={name} transform={`translate(${left} 0)`}>
            <circle cx="5" cy="6" r="4" fill={colour} />
            <text x="13" y="10">
              {name}
            </text>
          </g>
        );
      })}
    </g>
  );
}
