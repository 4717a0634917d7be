import * as l10n from '@vscode/l10n';
import { CLASSES, type Sample } from '../sample';

export interface ExampleQuestion {
  readonly text: string;
  readonly why: string;
}

/** Questions worth a try, of the kinds that the model was asked in the analysis. */
export function exampleQuestions({ digits, classes }: Sample): ExampleQuestion[] {
  const has = (of: (typeof CLASSES)[number]) => classes.includes(CLASSES.indexOf(of));
  const [fours, fives] = ['4'.repeat(digits - 1), '5'.repeat(digits - 1)];
  const zeros = '0'.repeat(digits - 1);
  const ascending = '1234567890'.repeat(2).slice(0, digits);
  return [
    ...(has('S')
      ? [
          { text: `${ascending}+${'1'.repeat(digits)}`, why: l10n.t('simple') },
          { text: `${fours}5+${fives}5`, why: l10n.t('a carry through all columns') },
        ]
      : []),
    ...(has('M') ? [{ text: `1${zeros}-${zeros}1`, why: l10n.t('a borrow through all columns') }] : []),
    ...(has('N') ? [{ text: `${zeros}1-2${zeros}`, why: l10n.t('a negative result') }] : []),
  ];
}
