import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Importance } from '../../../core/sweep/importance';
import { Section } from '../../shared/export/section';
import { count } from '../../shared/numbers';
import { useWidth } from '../../shared/useWidth';
import type { ShownProps } from '../partProps';
import { ImportancePicture } from './importancePicture';

const WIDEST = 620;
const FILE_WIDTH = 560;

/** How much each searched key matters to each objective. */
export function ImportanceTab({ shown: { sweep }, send }: ShownProps): JSX.Element {
  const { importance } = sweep;
  if (!importance) {
    return (
      <p class="empty">
        {l10n.t('Not told yet: it is computed when the first trials have ended, and again after each round.')}
      </p>
    );
  }
  return (
    <div class="importance">
      <p class="note">
        {l10n.t(
          "Shares of the objective's variance over the whole search space, as a Gaussian process of {0} trials expects it.",
          count(importance.trials),
        )}
      </p>
      <div class="importance-parts">
        {Object.entries(importance.objectives).map(([objective, shares]) => (
          <ObjectiveImportance
            key={objective}
            objective={objective}
            shares={shares}
            name={`${sweep.name} importance ${objective}`}
            send={send}
          />
        ))}
      </div>
    </div>
  );
}

interface ObjectiveImportanceProps extends Pick<ShownProps, 'send'> {
  readonly objective: string;
  readonly shares: readonly Importance[];
  readonly name: string;
}

function ObjectiveImportance({ objective, shares, name, send }: ObjectiveImportanceProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const width = Math.min(useWidth(box), WIDEST);
  const sorted = shares.toSorted((a, b) => b.total - a.total);
  const picture = (across: number) => <ImportancePicture title={objective} shares={sorted} width={across} />;
  return (
    <Section
      title={objective}
      name={name}
      send={send}
      {...(sorted.length > 0 && {
        table: () => ({
          header: [l10n.t('Key'), l10n.t('Alone'), l10n.t('Together')],
          rows: sorted.map(({ key, alone, total }) => [key, alone, total]),
        }),
        picture: () => picture(FILE_WIDTH),
      })}
    >
      <div ref={box}>
        {sorted.length === 0 ? (
          <p class="empty">
            {l10n.t('There are too few trials to tell what matters, or all came to the same: it takes four at least.')}
          </p>
        ) : (
          width > 0 && picture(width)
        )}
      </div>
    </Section>
  );
}
