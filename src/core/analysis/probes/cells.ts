import type { Question } from '../../arithmetic/question';
import {
  complexityTag,
  complexityTags,
  questionClass,
  type ComplexityTag,
  type QuestionClass,
} from '../../arithmetic/questionClass';
import type { RandomStream } from '../../random/stream';
import { drawColumn, goesInto, type ColumnState, type Draft } from './columns';

/** Draws a question of one kind, among them kinds that are rare unless constructed. */
export type ProbeCell = (stream: RandomStream) => Question;

const STATES: readonly ColumnState[] = ['starts', 'hands on', 'ends'];
/** Of the columns that may be anything, one in so many hands on, so that cascades are frequent. */
const HANDS_ON_OF = 3;
/** A question that fits is found within a few tries; not finding one in so many is a mistake in the code. */
const MOST_TRIES = 100_000;

/**
 * One cell for each class, column, and state of the column, with a carry or borrow coming in and without, but for those
 * of which there is no question.
 *
 * @param digits digits per operand
 */
export function columnCells(classes: readonly QuestionClass[], digits: number): ProbeCell[] {
  const cells: ProbeCell[] = [];
  for (const of of classes) {
    for (let n = 0; n < digits; n++) {
      for (const state of STATES) {
        for (const incoming of [false, true]) {
          const goesOut = state === 'starts' || (state === 'hands on' && incoming);
          const exists =
            !(incoming && n === 0) &&
            !(goesOut && of !== 'S' && n === digits - 1) &&
            !(of === 'N' && state === 'hands on' && digits === 1);
          if (exists) cells.push((stream) => drawAround(stream, of, digits, n, state, incoming));
        }
      }
    }
  }
  return cells;
}

function drawAround(
  stream: RandomStream,
  of: QuestionClass,
  digits: number,
  n: number,
  state: ColumnState,
  incoming: boolean,
): Question {
  return drawUntil(() => {
    const draft = newDraft(of, digits);
    for (let column = 0; column < n; column++) drawAny(stream, draft, column);
    drawColumn(stream, draft, n, [state]);
    for (let column = n + 1; column < digits; column++) drawColumn(stream, draft, column);
    // The digits of a negative result are those of D' - D.
    const question = of === 'N' ? { ...draft, x: draft.y, y: draft.x } : draft;
    return goesInto(draft, n) === incoming && questionClass(question) === of ? question : undefined;
  });
}

/** One cell for each complexity that questions of so many digits have, S0 to N4+. */
export function complexityCells(classes: readonly QuestionClass[], digits: number): ProbeCell[] {
  return classes.flatMap((of) =>
    complexityTags[of]
      .map((tag): [ComplexityTag, number] => [tag, Number(tag[1])])
      // A borrow of a result that is not negative ends in a column above its cascade.
      .filter(([, columns]) => columns + (of === 'M' && columns > 0 ? 1 : 0) <= digits)
      .map(
        ([tag, columns]): ProbeCell =>
          (stream) =>
            drawCascade(stream, of, digits, tag, columns),
      ),
  );
}

/** @param columns at least how many columns one carry or borrow concerns, the one that starts it included */
function drawCascade(
  stream: RandomStream,
  of: QuestionClass,
  digits: number,
  tag: ComplexityTag,
  columns: number,
): Question {
  return drawUntil(() => {
    const draft = newDraft(of, digits);
    for (let n = 0; n < digits; n++) {
      if (columns === 0) drawColumn(stream, draft, n, ['hands on', 'ends']);
      else drawAny(stream, draft, n);
    }
    if (columns > 0) {
      const start = stream.integer(digits - columns + 1);
      drawColumn(stream, draft, start, ['starts']);
      for (let n = start + 1; n < start + columns; n++) drawColumn(stream, draft, n, ['hands on']);
    }
    return questionClass(draft) === of && complexityTag(draft) === tag ? draft : undefined;
  });
}

/** Subtractions of equal operands, which are not often drawn otherwise. */
export function equalOperands(digits: number): ProbeCell {
  return (stream) => {
    const draft = newDraft('M', digits);
    for (let n = 0; n < digits; n++) drawColumn(stream, draft, n, ['hands on']);
    return draft;
  };
}

function newDraft(of: QuestionClass, digits: number): Draft {
  return { operator: of === 'S' ? '+' : '-', x: new Uint8Array(digits), y: new Uint8Array(digits) };
}

function drawAny(stream: RandomStream, draft: Draft, n: number): void {
  drawColumn(stream, draft, n, stream.integer(HANDS_ON_OF) === 0 ? ['hands on'] : undefined);
}

function drawUntil(draw: () => Question | undefined): Question {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const question = draw();
    if (question !== undefined) return question;
  }
  throw new Error('no probe question of a kind was found');
}
