import type { Question } from '../arithmetic/question';
import { questionClass } from '../arithmetic/questionClass';
import { subtasks, type SubtaskName } from '../arithmetic/subtasks';

/**
 * What a neuron may stand for: a sub-task of a column, or OPR, the operation; SGN, the answer's sign; SLT, the question's
 * class, which selects the sub-tasks that count.
 */
export type TaskName = SubtaskName | 'OPR' | 'SGN' | 'SLT';

/** One task of one column; digit null for OPR, SGN and SLT, which are of the whole question. */
export interface Variable {
  readonly task: TaskName;
  /** The column n, 0 the units. */
  readonly digit: number | null;
}

const operators = ['+', '-', '*'];
const classes = ['S', 'M', 'N'];

const wholeQuestion = {
  /** 0 for `+`, 1 for `-`, 2 for `*`. */
  OPR: { values: [0, 1, 2], valueOf: ({ operator }: Question) => operators.indexOf(operator) },
  /** 0 for `+`, 1 for `-`. */
  SGN: { values: [0, 1], valueOf: (question: Question) => Number(questionClass(question) === 'N') },
  /** 0 for S, 1 for M, 2 for N; undefined for a multiplication. */
  SLT: {
    values: [0, 1, 2],
    valueOf: (question: Question) => {
      const index = classes.indexOf(questionClass(question) ?? '');
      return index < 0 ? undefined : index;
    },
  },
};

/** Every value that a task takes, ascending. */
export function taskValues(task: TaskName): readonly number[] {
  return isOfWholeQuestion(task) ? wholeQuestion[task].values : subtasks[task].values;
}

/** A task's value in a question; undefined for the class of a multiplication. */
export function valueOf(question: Question, { task, digit }: Variable): number | undefined {
  if (isOfWholeQuestion(task)) return wholeQuestion[task].valueOf(question);
  return subtasks[task].valueAt(question.x, question.y, digit!);
}

/** Whether a task is of the whole question rather than of one of its columns. */
export function isOfWholeQuestion(task: TaskName): task is keyof typeof wholeQuestion {
  return task in wholeQuestion;
}
