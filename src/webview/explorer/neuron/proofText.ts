import * as l10n from '@vscode/l10n';
import { CRITERIA } from '../../../core/analysis/proof/criteria';
import type { LabelStatus, ProofRecord } from '../../../core/run/analysedLabel';
import { count, percent } from '../../shared/numbers';

type Ablation = ProofRecord['mean'];

/** Something that is asked of the evidence, and whether it is so. */
export interface Criterion {
  readonly text: string;
  readonly isMet: boolean;
}

/** What is asked of an ablation: it breaks enough questions, on digits that need the label, and more than chance does. */
export function ablationCriteria(ablation: Ablation): Criterion[] {
  const { failures, wrong, random_failures } = ablation;
  const [all, needing] = [total(wrong), total(neededBy(ablation))];
  const isEnough = failures >= CRITERIA.failures;
  const criteria: Criterion[] = [
    {
      text: l10n.t('{0} questions fail; at least {1} are asked for', count(failures), CRITERIA.failures),
      isMet: isEnough,
    },
  ];
  if (all > 0) {
    criteria.push({
      text: isOneOfSeveral(ablation)
        ? l10n.t(
            '{0} of {1} wrong digits need the label, or another that these neurons have on other questions ({2}); at least {3} are asked for',
            count(needing),
            count(all),
            percent(needing / all),
            percent(CRITERIA.neededShare),
          )
        : l10n.t(
            '{0} of {1} wrong digits need the label ({2}); at least {3} are asked for',
            count(needing),
            count(all),
            percent(needing / all),
            percent(CRITERIA.neededShare),
          ),
      isMet: needing >= CRITERIA.neededShare * all,
    });
  }
  if (!isEnough) return criteria;
  if (random_failures !== null) {
    criteria.push({
      text: l10n.t(
        'random directions of the same norm make {0} fail; at most 1/{1} as many are allowed',
        count(random_failures),
        CRITERIA.timesRandom,
      ),
      isMet: failures >= CRITERIA.timesRandom * random_failures,
    });
  } else {
    criteria.push({ text: l10n.t('not compared with random directions'), isMet: false });
  }
  return criteria;
}

/** What is asked of the interchange: digits change, and to what the arithmetic says. */
export function interchangeCriteria({ questions, changed, moved }: ProofRecord['interchange']): Criterion[] {
  if (questions === 0) {
    return [{ text: l10n.t('no question has a counterpart that differs only in the label'), isMet: false }];
  }
  return [
    {
      text: l10n.t(
        '{0} digits change to what the arithmetic says, in {1} questions; at least {2} are asked for',
        count(moved),
        count(questions),
        CRITERIA.moved,
      ),
      isMet: moved >= CRITERIA.moved,
    },
    ...(changed === 0
      ? []
      : [
          {
            text: l10n.t(
              'they are {0} of the {1} digits that change; at least {2} are asked for',
              percent(moved / changed),
              count(changed),
              percent(CRITERIA.movedShare),
            ),
            isMet: moved >= CRITERIA.movedShare * changed,
          },
        ]),
  ];
}

/** Whether all that is asked of a part of the evidence is so. */
export function isMet(criteria: readonly Criterion[]): boolean {
  return criteria.every((criterion) => criterion.isMet);
}

/**
 * Why a label counts as proved, or only correlates, in a sentence.
 * @param isGroup whether several neurons were put to the proof together
 */
export function verdictText(status: LabelStatus, proof: ProofRecord, isGroup = false): string {
  const { mean, zero, interchange } = proof;
  if (status === 'proved') {
    const byMean = isMet(ablationCriteria(mean));
    const better = byMean ? mean : zero;
    const { failures, wrong } = better;
    return l10n.t(
      'Proved: with {0}, {1} of {2} right answers turn wrong, {3} of the wrong digits need {4}, and the interchange moves {5} of the digits that it changes as the arithmetic says.',
      ablated(byMean, isGroup),
      count(failures),
      count(proof.questions),
      percent(total(neededBy(better)) / total(wrong)),
      isOneOfSeveral(better) ? l10n.t('this label or the others of these neurons') : l10n.t('the label'),
      percent(interchange.moved / interchange.changed),
    );
  }
  return l10n.t('Only correlates: {0}.', shortcomings(proof).join('; '));
}

function ablated(byMean: boolean, isGroup: boolean): string {
  if (isGroup) return byMean ? l10n.t('the neurons at their means') : l10n.t('the neurons at zero');
  return byMean ? l10n.t('the neuron at its mean') : l10n.t('the neuron at zero');
}

/** What keeps the evidence from being a proof; of both ablations that which breaks more. */
function shortcomings({ mean, zero, interchange }: ProofRecord): string[] {
  const lacking: string[] = [];
  const better = mean.failures >= zero.failures ? mean : zero;
  const { failures, wrong, random_failures } = better;
  const needed = neededBy(better);
  if (!isMet(ablationCriteria(mean)) && !isMet(ablationCriteria(zero))) {
    if (failures < CRITERIA.failures) {
      lacking.push(l10n.t('the model hardly needs it (without it {0} right answers turn wrong)', count(failures)));
    } else if (total(needed) < CRITERIA.neededShare * total(wrong)) {
      lacking.push(
        l10n.t(
          'without it other digits fail, too ({0} of the wrong ones need the label)',
          percent(total(needed) / total(wrong)),
        ),
      );
    } else if (random_failures === null) {
      lacking.push(l10n.t('it was not compared with random directions'));
    } else {
      lacking.push(
        l10n.t('random directions break nearly as much ({0} against {1})', count(random_failures), count(failures)),
      );
    }
  }
  if (!isMet(interchangeCriteria(interchange))) {
    lacking.push(
      interchange.changed === 0
        ? l10n.t("the interchange changes no digit, so that the model's answer does not follow it")
        : l10n.t(
            'the interchange moves {0} of {1} changed digits as the arithmetic says',
            count(interchange.moved),
            count(interchange.changed),
          ),
    );
  }
  return lacking;
}

/** Of neurons that have a label on each class of questions, the digits that need any of these. */
function neededBy({ needed, needed_together }: Ablation): Ablation['needed'] {
  return needed_together ?? needed;
}

function isOneOfSeveral({ needed_together }: Ablation): boolean {
  return needed_together !== null;
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, value) => sum + value, 0);
}

/** Wrong answer digits, the highest first, and how many of each need the label; the sign by its own name. */
export function wrongDigits(
  { wrong, needed }: Ablation,
  digits: number,
): { readonly name: string; readonly needed: number; readonly other: number }[] {
  return Array.from({ length: digits + 2 }, (_, i) => {
    const name = `A${digits + 1 - i}`;
    const needing = needed[name] ?? 0;
    return { name: i === 0 ? l10n.t('sign') : name, needed: needing, other: (wrong[name] ?? 0) - needing };
  });
}
