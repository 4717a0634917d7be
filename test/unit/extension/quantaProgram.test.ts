import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { CommandOptions } from '../../../src/extension/training/quantaProgram';
import { temporaryFolder } from '../../support/temporaryFolder';
import { programOf } from './programOf';

/** Runs a program of these lines as if it were the command line, with the arguments `doctor --json`. */
async function run(
  script: string,
  options: Partial<CommandOptions> = {},
  environment: NodeJS.ProcessEnv = process.env,
) {
  const program = await programOf(script, environment);
  const lines: string[] = [];
  const onLine = (line: string) => lines.push(line);
  const { signal } = new AbortController();
  return { ended: await program.run(['doctor', '--json'], { onLine, signal, ...options }), lines };
}

describe('a command of the command line', () => {
  it('gives its lines as they come, however they are cut', async () => {
    const script = `process.stdout.write('{"a":'); setTimeout(() => console.log('1}\\\\n' + process.argv.slice(2)), 50);`;
    expect(await run(script)).toEqual({ ended: true, lines: ['{"a":1}\\n' + 'doctor,--json'] });
  });

  it('has the editor’s environment without what is only the editor’s, and the variables that are given', async () => {
    const environment = { ...process.env, VSCODE_PID: '1', HOME: '/home/me' };
    const script = 'console.log(process.env.VSCODE_PID, process.env.HOME, process.env.https_proxy)';
    const { lines } = await run(script, { variables: { https_proxy: 'http://proxy' } }, environment);
    expect(lines).toEqual(['undefined /home/me http://proxy']);
  });

  it('fails with what it says', async () => {
    await expect(run("console.error('There is no feed.'); process.exitCode = 2")).rejects.toThrow(
      /^There is no feed\.$/,
    );
    await expect(run('process.exitCode = 3')).rejects.toThrow(/^quanta doctor --json ended with 3$/);
  });

  it.skipIf(process.platform === 'win32')('fails with the signal that has ended it', async () => {
    const script = "process.kill(process.pid, 'SIGKILL'); setInterval(() => undefined, 1000)";
    await expect(run(script)).rejects.toThrow(/^quanta doctor --json ended with SIGKILL$/);
  });

  it('fails with what is wrong with a line, and ends the process', async () => {
    const onLine = (line: string) => void JSON.parse(line);
    const script = "console.log('nonsense'); setInterval(() => undefined, 1000)";
    await expect(run(script, { onLine })).rejects.toThrow(/nonsense/);
  });

  it('is asked to end when it is cancelled, and that is no failure', async () => {
    const file = join(await temporaryFolder(), 'ended');
    const script = `
      process.on('SIGTERM', () => { require('node:fs').writeFileSync(${JSON.stringify(file)}, ''); process.exit(130); });
      console.log('here');
      setInterval(() => undefined, 1000);
    `;
    const cancel = new AbortController();
    const onLine = vi.fn(() => cancel.abort());
    expect((await run(script, { onLine, signal: cancel.signal })).ended).toBe(false);
    expect(onLine).toHaveBeenCalledOnce();
    expect(existsSync(file)).toBe(process.platform !== 'win32');
    expect((await run(script, { signal: AbortSignal.abort() })).ended).toBe(false);
  });
});
