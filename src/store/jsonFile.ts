import * as z from 'zod';
import { messageOf, UserError } from '../core/errors';
import { readText } from './textFile';

/**
 * Reads a JSON file and checks its form.
 * @throws UserError naming the file where it is missing, is not JSON, or does not match the schema
 */
export async function readJson<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> {
  const { data, error } = schema.safeParse(parseJson(await readText(path), path));
  if (error !== undefined) throw new UserError(`${path}: ${z.prettifyError(error)}`);
  return data;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path}: not valid JSON: ${messageOf(error)}`);
  }
}
