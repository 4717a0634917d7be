import { complexityTags } from '../../../core/arithmetic/questionClass';
import { readQuestion } from '../../../core/arithmetic/question';
import { subtasks } from '../../../core/arithmetic/subtasks';
import { isOfWholeQuestion, taskValues, valueOf, type TaskName } from '../../../core/analysis/variable';
import { CLASSES, type Sample } from '../sample';

/** Names that the questions are sorted under. */
export interface Categories {
  readonly kind: 'categories';
  readonly names: readonly string[];
  /** By question, an index into the names; -1 where none applies. */
  readonly of: Int16Array;
  /** By name, how it is marked: a shape and a colour; in order where it does not say. */
  readonly marks?: readonly MarkPlace[];
}

/** A shape and a colour, by their indices. */
interface MarkPlace {
  readonly shape: number;
  readonly colour: number;
}

/** A number of each question. */
export interface Values {
  readonly kind: 'values';
  readonly values: Float32Array;
  readonly most: number;
}

export type Colours = Categories | Values;

/** The tasks that points can be coloured by. */
export const TASKS: readonly TaskName[] = [...(Object.keys(subtasks) as TaskName[]), 'OPR', 'SGN', 'SLT'];

export function byClass({ classes, questions }: Sample): Categories {
  const of = Int16Array.from({ length: questions }, (_, question) =>
    classes[question]! < CLASSES.length ? classes[question]! : -1,
  );
  return { kind: 'categories', names: CLASSES, of };
}

export function byComplexity(sample: Sample): Categories {
  const names: readonly string[] = Object.values(complexityTags).flat();
  const of = Int16Array.from({ length: sample.questions }, (_, question) =>
    names.indexOf(sample.complexityOf(question)),
  );
  // A shape for each class, a colour for each distance.
  const marks = CLASSES.flatMap((each, shape) =>
    complexityTags[each].map((tag) => ({ shape, colour: Number(tag[1]) })),
  );
  return { kind: 'categories', names, of, marks };
}

/**
 * By the value of a task in a column, of all questions: a sum is one in subtractions, too, and whether the model uses it
 * there is for the picture to tell.
 */
export function byTask(sample: Sample, task: TaskName, digit: number): Categories {
  const values = taskValues(task);
  const variable = { task, digit: isOfWholeQuestion(task) ? null : digit };
  const of = Int16Array.from({ length: sample.questions }, (_, question) => {
    const value = valueOf(readQuestion(sample.tokens, sample.digits, question * sample.context), variable);
    return value === undefined ? -1 : values.indexOf(value);
  });
  const name = isOfWholeQuestion(task) ? task : `${task}${digit}`;
  return { kind: 'categories', names: values.map((value) => `${name} = ${valueName(task, value)}`), of };
}

function valueName(task: TaskName, value: number): string {
  const names: Readonly<Record<string, string>> = { OPR: '+−×', SGN: '+−', SLT: 'SMN' };
  return names[task]?.[value] ?? String(value);
}

/** By a neuron's activation at the position. */
export function byActivation(activations: Float32Array): Values {
  let most = 0;
  for (const value of activations) if (value > most) most = value;
  return { kind: 'values', values: activations, most };
}
