import { open, type FileHandle } from 'node:fs/promises';
import { readQuestionFile } from '../core/arithmetic/questionFile';
import { messageOf, UserError } from '../core/errors';
import { isMissing } from './textFile';

/** Characters; far more than any question has. */
const LONGEST_LINE = 1000;

/**
 * Reads a file of questions, one a line.
 *
 * @returns tokens [questions, 3 · digits + 4]
 * @throws UserError naming the file, and the line where a question is wrong
 */
export async function readQuestions(path: string, digits: number): Promise<Uint8Array> {
  const file = await open(path).catch((error: unknown) => {
    throw new UserError(
      isMissing(error) ? `${path}: there is no such file` : `cannot read ${path}: ${messageOf(error)}`,
    );
  });
  try {
    return await readQuestionFile(linesOf(file, path), digits, path);
  } finally {
    await file.close();
  }
}

/** A file's lines; what has none, such as a file of another kind, is not read into memory. */
async function* linesOf(file: FileHandle, path: string): AsyncGenerator<string> {
  let unfinished = '';
  for await (const part of file.createReadStream({ encoding: 'utf8', autoClose: false }) as AsyncIterable<string>) {
    const lines = (unfinished + part).split('\n');
    unfinished = lines.pop()!;
    yield* lines;
    if (unfinished.length > LONGEST_LINE) {
      throw new UserError(`${path} has a line of more than ${LONGEST_LINE} characters. Expected one question a line.`);
    }
  }
  yield unfinished;
}
