import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { AnalysisView } from '../../../protocol/explorer';
import { Button } from '../../shared/controls';
import { Section } from '../../shared/export/section';
import { LabelMark } from './labelMark';
import { labelName, labelWords, rowsWords } from './labelWords';
import { verdictText } from './proofText';
import { groupsOf, type PartOfNeuronProps } from './shownNeuron';

/** Neurons that are named; a group may have hundreds. */
const MOST_NAMED = 24;

interface GroupsProps extends PartOfNeuronProps {
  readonly onNeuron: (neuron: number) => void;
}

/** The groups of neurons with a common label, or of a common column, that this one is in. */
export function Groups({ shown, send, onNeuron }: GroupsProps): JSX.Element | null {
  const { record } = shown;
  const groups = groupsOf(shown);
  if (groups.length === 0) return null;
  return (
    <Section
      title={l10n.t('Groups')}
      help={l10n.t("A group's proof is the group's: it may do without one of its members.")}
      name={`${shown.fileName} groups`}
      send={send}
      table={() => ({
        header: ['label', 'rows', 'position', 'column', 'status', 'neurons'],
        rows: groups.map((group) => [
          ...[labelName(group), group.rows, group.position === null ? null : `P${group.position}`],
          ...[group.column, group.status, group.neurons.join(' ')],
        ]),
      })}
    >
      {groups.map((group, i) => (
        <details key={i} class="label-card">
          <summary>
            <strong>{labelName(group)}</strong> {labelWords(group)}, {rowsWords(group.rows)}{' '}
            <span class="faint">
              {groupText(
                group,
                group.position === null ? l10n.t('all positions') : `P${group.position} ${group.position_name}`,
              )}
            </span>{' '}
            <LabelMark status={group.status} />
          </summary>
          <p>{verdictText(group.status, group.proof, true)}</p>
          <div class="neuron-links">
            {group.neurons
              .filter((other) => other !== record.neuron)
              .slice(0, MOST_NAMED)
              .map((other) => (
                <Button key={other} kind="quiet" label={l10n.t('Neuron {0}', other)} onClick={() => onNeuron(other)}>
                  {other}
                </Button>
              ))}
            {group.neurons.length - 1 > MOST_NAMED && (
              <span class="faint">{l10n.t('and {0} more', group.neurons.length - 1 - MOST_NAMED)}</span>
            )}
          </div>
        </details>
      ))}
    </Section>
  );
}

function groupText({ neurons, column }: AnalysisView['groups'][number], place: string): string {
  return column === null
    ? l10n.t('{0} neurons at {1}', neurons.length, place)
    : l10n.t('{0} neurons that follow from column {1}, at {2}', neurons.length, column, place);
}
