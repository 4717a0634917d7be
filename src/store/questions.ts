import { open } from 'node:fs/promises';
import { readQuestionFile } from '../core/arithmetic/questionFile';
import { messageOf, UserError } from '../core/errors';
import { isMissing } from './textFile';

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
    return await readQuestionFile(file.readLines({ autoClose: false }), digits, path);
  } finally {
    await file.close();
  }
}
