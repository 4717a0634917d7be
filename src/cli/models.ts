import type { Command } from 'commander';
import { claimText, knownModel, type KnownModel } from '../core/catalogue/knownModels';
import { messageOf } from '../core/errors';
import { tensorShapes } from '../core/transformer/transformerConfig';
import { sha256OfFile } from '../store/fileHash';
import { readModelFile, type ModelFile } from '../store/modelFile';
import { findModelNamed, listModels } from '../store/modelSearch';
import { modelFolders } from './places';
import { printJson, printLines, printTable } from './print';

interface Options {
  readonly json?: boolean;
}

/** `quanta models list` and `quanta models inspect` */
export function addModelsCommand(program: Command): void {
  const models = program.command('models').description('the arithmetic transformers at hand');
  models
    .command('list')
    .description('list the models of the current folder, the Hugging Face cache, and those that come with Quanta')
    .option('--json', 'print JSON')
    .action(list);
  models
    .command('inspect')
    .description("show a model's sizes, its tensors, and what its name and train.json say")
    .argument('<model>', 'name, or path of a .pth file')
    .option('--json', 'print JSON')
    .action(inspect);
}

async function list(options: Options): Promise<void> {
  const found = await listModels(modelFolders());
  const rows = await Promise.all(
    found.map(async ({ name, path, place }) => {
      try {
        return { name, path, place, ...sizesOf(await readModelFile(path)) };
      } catch (error) {
        return { name, path, place, error: messageOf(error) };
      }
    }),
  );
  rows.sort((a, b) => Number('error' in a) - Number('error' in b));
  if (options.json) {
    printJson(rows);
    return;
  }
  if (rows.length === 0) {
    printLines(['No models here.']);
    return;
  }
  printTable([
    ['Name', 'Operations', 'Digits', 'Layers', 'Heads', 'Parameters', 'Where'],
    ...rows.map((row) => {
      if ('error' in row) return [row.name, 'no model', '', '', '', '', `${row.place}: ${row.path}`];
      const { digits, layers, heads, parameters } = row;
      return [row.name, operationsText(row.operations), digits, layers, heads, parameters, `${row.place}: ${row.path}`];
    }),
  ]);
  printLines(rows.flatMap((row) => ('error' in row ? [`No model: ${row.error.split('\n')[0]!}`] : [])));
}

async function inspect(model: string, options: Options): Promise<void> {
  const { path } = await findModelNamed(model, modelFolders());
  const file = await readModelFile(path);
  const sha256 = await sha256OfFile(path);
  const tensors = [...tensorShapes(file.config)].map(([name, shape]) => ({ name, shape }));
  const recorded = file.trainJson?.Config;
  const published = knownModel(file.name);
  const loss = recorded?.avg_final_loss;
  if (options.json) {
    const { warnings } = file;
    printJson({
      name: file.name,
      path,
      sha256,
      ...sizesOf(file),
      config: file.config,
      train: recorded,
      published: published ?? null,
      warnings,
      tensors,
    });
    return;
  }
  const sizes = sizesOf(file);
  printLines([
    file.name,
    `  file        ${path}`,
    `  SHA-256     ${sha256}`,
    `  operations  ${operationsText(sizes.operations)}`,
    `  digits      ${file.digits}`,
    ...Object.entries(file.config).map(([key, value]) => `  ${key.padEnd(12)}${value}`),
    `  parameters  ${file.parameters}`,
    ...(loss === undefined ? [] : [`  final loss  ${loss} (mean of the last training steps, by its train.json)`]),
    ...(published === undefined ? [] : publishedLines(published)),
    ...file.warnings.map((warning) => `  Note: ${warning}`),
    '',
  ]);
  printTable([['Tensor', 'Shape'], ...tensors.map(({ name, shape }) => [name, `[${shape.join(', ')}]`])]);
}

/** What the authors of a published model say of the one of that name. */
function publishedLines(model: KnownModel): string[] {
  const { loss, notes, failures = [] } = model;
  return [
    `  Published under this name: ${claimText(model) || 'no accuracy stated'}`,
    ...(loss === undefined ? [] : [`    final loss  ${loss}`]),
    ...(notes === undefined ? [] : [`    notes       ${notes}`]),
    ...failures.map(({ question, answer }) => `    known wrong ${question}=${answer}`),
  ];
}

function sizesOf({ config, digits, parameters, operations }: ModelFile) {
  return { operations: operations ?? null, digits, layers: config.nLayers, heads: config.nHeads, parameters };
}

function operationsText(operations: { add: number; sub: number; mul: number } | null): string {
  if (!operations) return 'unknown';
  const parts = Object.entries(operations).filter(([, percent]) => percent > 0);
  return parts.map(([name, percent]) => `${name} ${percent}%`).join(', ');
}
