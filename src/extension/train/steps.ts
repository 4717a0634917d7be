import * as vscode from 'vscode';

/** A choice of a quick pick, and what it stands for. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Where a question stands in its series. */
export interface Place {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  readonly totalSteps: number;
}

/** Asks one question and adds its answer to what was answered before; undefined where the user turns away. */
export type Step<Answers> = (answers: Answers, place: Place) => Promise<Answers | 'back' | undefined>;

/**
 * Asks questions one after another; from each but the first a button leads back to the one before.
 *
 * @returns undefined where the user turned away
 */
export async function askInTurn<Answers>(
  title: string,
  initial: Answers,
  steps: readonly Step<Answers>[],
): Promise<Answers | undefined> {
  const answered = [initial];
  while (answered.length <= steps.length) {
    const place = { title, step: answered.length, totalSteps: steps.length };
    const next = await steps[answered.length - 1]!(answered.at(-1)!, place);
    if (next === undefined) return undefined;
    if (next === 'back') answered.pop();
    else answered.push(next);
  }
  return answered.at(-1);
}

/** Shows choices, the first one selected. */
export async function choose<T>(
  place: Place,
  placeholder: string,
  choices: readonly Choice<T>[],
): Promise<{ readonly value: T } | 'back' | undefined> {
  const picker = vscode.window.createQuickPick<Choice<T>>();
  Object.assign(picker, place, { placeholder, matchOnDescription: true, items: choices });
  if (place.step > 1) picker.buttons = [vscode.QuickInputButtons.Back];
  try {
    return await new Promise((resolve) => {
      picker.onDidTriggerButton(() => resolve('back'));
      picker.onDidHide(() => resolve(undefined));
      picker.onDidAccept(() => {
        const [chosen] = picker.selectedItems;
        if (chosen) resolve({ value: chosen.value });
      });
      picker.show();
    });
  } finally {
    picker.dispose();
  }
}
