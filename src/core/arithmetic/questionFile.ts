import { UserError } from '../errors';
import { expectedForm, parseQuestion } from './parseQuestion';
import { contextLength } from './positions';
import { writeQuestion, type Question } from './question';

/**
 * Reads a file of questions, one a line, blank lines skipped; see {@link parseQuestion} for the form of a question.
 *
 * @param lines the file's lines without their ends
 * @param file how messages name the file
 * @returns tokens [questions, 3 · digits + 4], one byte each
 * @throws UserError, naming file and line, where a line is not a question of so many digits or has a wrong answer, and
 *   where the file has no question
 */
export async function readQuestionFile(
  lines: AsyncIterable<string> | Iterable<string>,
  digits: number,
  file: string,
): Promise<Uint8Array> {
  const rowLength = contextLength(digits);
  let tokens = new Uint8Array(1024 * rowLength);
  let length = 0;
  let lineNumber = 0;
  for await (const line of lines) {
    lineNumber++;
    if (line.trim() === '') continue;
    if (length === tokens.length) tokens = grown(tokens);
    writeQuestion(parseLine(line, digits, `${file}, line ${lineNumber}`), tokens, length);
    length += rowLength;
  }
  if (length === 0) throw new UserError(`${file} has no question. ${expectedForm(digits)}`);
  return tokens.slice(0, length);
}

function parseLine(line: string, digits: number, where: string): Question {
  try {
    return parseQuestion(line, digits);
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${where}: ${error.message}`, { cause: error });
    throw error;
  }
}

function grown(tokens: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * tokens.length);
  larger.set(tokens);
  return larger;
}
