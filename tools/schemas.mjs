// Writes schemas/quanta.schema.json from the zod schemas in src/core/config. With --check it writes nothing, and exits
// with 1 where the file on disk is stale.
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../src/core/config/jsonSchema.ts', import.meta.url));
const target = fileURLToPath(new URL('../schemas/quanta.schema.json', import.meta.url));

const { outputFiles } = await build({ entryPoints: [source], bundle: true, write: false, format: 'esm' });
const bundle = Buffer.from(outputFiles[0].contents).toString('base64');
const { configJsonSchema } = await import(`data:text/javascript;base64,${bundle}`);
const schema = JSON.stringify(configJsonSchema(), null, 2) + '\n';

if (!process.argv.includes('--check')) {
  await writeFile(target, schema);
} else if ((await readFile(target, 'utf8')) !== schema) {
  console.error('schemas/quanta.schema.json is stale: run `node tools/schemas.mjs`');
  process.exitCode = 1;
}
