import { createInterface } from 'node:readline';
import { Option, type Command } from 'commander';
import { messageOf, UserError } from '../core/errors';
import { tryRequestSchema, type Tried, type TryRequest } from '../core/run/tried';
import { hookName } from '../core/transformer/hooks';
import { neuronMeans } from '../runtime/analysis/neuronMeans';
import type { OpenSubject } from '../runtime/analysis/openSubject';
import { TryOut, type NeuronMeans } from '../runtime/analysis/tryOut';
import { AnalysisReader } from '../store/analysisReader';
import { addSubjectOptions, openSubject, type SubjectOptions } from './analysedSubject';
import { neuronList } from './numbers';
import { printJson } from './print';
import { printTried } from './triedText';

interface TryOptions extends SubjectOptions {
  readonly without: readonly number[];
  readonly to: TryRequest['to'];
  readonly json?: boolean;
}

/** `quanta try` */
export function addTryCommand(program: Command): void {
  const command = program
    .command('try')
    .description(
      "put a question to a model and its SAE: every neuron's activation, and the answer without some of them",
    )
    .argument('[run]', 'directory of a run')
    .argument('[question]', 'for example 133357+182243; without one, --json answers questions from the standard input');
  addSubjectOptions(command)
    .option('--without <neurons>', 'neurons to do without at all positions, such as 3,5', neuronList, [])
    .addOption(new Option('--to <value>', 'what they are set to').choices(['mean', 'zero']).default('mean'))
    .option('--json', 'print one JSON object')
    .addHelpText('after', SERVING)
    .action(async (run: string | undefined, question: string | undefined, options: TryOptions) =>
      // With --sae there is no run before the question.
      options.sae !== undefined && question === undefined
        ? tryOut(undefined, run, options)
        : tryOut(run, question, options),
    );
}

const SERVING = `
The true answer stands in the context: each token of an answer is predicted after the true ones before it.

--json without a question reads requests, one JSON object a line, until the input ends:
  {"question":"133357+182243","neurons":[3,5],"to":"mean"}
and answers each with a line: what it prints for one question, or {"problem":"…"}.`;

async function tryOut(run: string | undefined, question: string | undefined, options: TryOptions): Promise<void> {
  if (question === undefined && !options.json) {
    throw new UserError(
      'give a question, such as 133357+182243, or --json to answer questions from the standard input',
    );
  }
  const { opened, directory } = await openSubject(run, options);
  const tried = await TryOut.create(opened.subject, () => meansOf(opened, directory));
  try {
    if (question === undefined) {
      await serve(tried);
      return;
    }
    const found = await tried.try({ question, neurons: [...options.without], to: options.to });
    if (options.json) printJson(found);
    else printTried(found);
  } finally {
    await tried.release();
  }
}

/** From the files of an analysis where they are this SAE's; else worked out. */
async function meansOf(opened: OpenSubject, directory: string): Promise<NeuronMeans> {
  const { model, site, sae } = opened.subject;
  try {
    const { header, neurons, map } = await AnalysisReader.open(directory);
    const positions = header.positions.map(({ position }) => position);
    const isOfThis =
      header.model === model.name &&
      header.hook === hookName(site.layer, site.hook) &&
      neurons === sae.W_dec.shape[0] &&
      positions.join() === site.positions.join();
    if (isOfThis) return map.mean;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  return neuronMeans(opened);
}

/** Answers requests one after the other until there are no more. */
async function serve(tried: TryOut): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() !== '') printJson(await answer(tried, line));
  }
}

async function answer(tried: TryOut, line: string): Promise<Tried | { readonly problem: string }> {
  try {
    return await tried.try(requestOf(line));
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

function requestOf(line: string): TryRequest {
  try {
    return tryRequestSchema.parse(JSON.parse(line));
  } catch {
    throw new UserError(
      'expected a request such as {"question":"133357+182243","neurons":[3,5],"to":"mean"}, "to" being mean or zero',
    );
  }
}
