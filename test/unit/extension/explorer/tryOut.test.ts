import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Tried } from '../../../../src/core/run/tried';
import { TryOut, type TryAnswer } from '../../../../src/extension/explorer/tryOut';
import { thisMachine } from '../../../../src/store/displayState';
import { programOf } from '../programOf';

/** Answers each question with the number of its process in place of the question; dies of one, and refuses another. */
const PROGRAM = `
  const { createInterface } = require('node:readline');
  const answer = { text: '+0', probabilities: [1, 1], of_true: [1, 1] };
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { question, neurons, to } = JSON.parse(line);
    if (question === 'die') { console.error('Out of memory.'); process.exit(1); }
    if (question === 'wrong') { console.log(JSON.stringify({ problem: 'not a question' })); return; }
    if (question === 'nonsense') { console.log('{}'); return; }
    const tried = {
      question: question + ' of ' + process.argv.slice(2).join(' ') + ' by ' + process.pid,
      activations: [{ position: 17, position_name: 'A3', neurons: [0, 1] }],
      true_answer: '+0',
      model: answer,
      spliced: answer,
      without: neurons.length > 0 ? { neurons, to, answer } : null,
    };
    setTimeout(() => console.log(JSON.stringify(tried)), question === 'slow' ? 300 : 0);
  });
`;

async function tryOut(refusal: () => string | undefined = () => undefined) {
  const answers = new Map<number, TryAnswer>();
  const tries = new TryOut(await programOf(PROGRAM), '/runs/a', refusal, (id, answer) => void answers.set(id, answer));
  onTestFinished(() => tries.dispose());
  let id = 0;
  const ask = async (question: string, neurons: number[] = []) => {
    const own = ++id;
    await tries.try(own, { question, neurons, to: 'zero' });
    await vi.waitFor(() => expect(answers.has(own)).toBe(true));
    return answers.get(own)!;
  };
  return { tries, answers, ask };
}

const pidOf = (answer: TryAnswer) => Number((answer as Tried).question.split(' ').at(-1));

describe('trying questions out', () => {
  it('asks one process, which stays', async () => {
    const { ask } = await tryOut();
    const [first, second] = [await ask('1+1'), await ask('2+2', [3])];
    expect(first).toMatchObject({ question: `1+1 of try /runs/a --json by ${pidOf(first)}`, without: null });
    expect(second).toMatchObject({ without: { neurons: [3], to: 'zero' } });
    expect(pidOf(second)).toBe(pidOf(first));
  });

  it('answers the newest of the questions that wait, and none that was overtaken', async () => {
    const { tries, answers } = await tryOut();
    const request = { neurons: [], to: 'mean' } as const;
    const asked = tries.try(1, { ...request, neurons: [], question: 'slow' });
    for (const id of [2, 3, 4]) void tries.try(id, { ...request, neurons: [], question: 'q' });
    await asked;
    expect([...answers.keys()]).toEqual([1, 4]);
  });

  it('says what is wrong with a question, and goes on', async () => {
    const { ask } = await tryOut();
    const before = await ask('1+1');
    expect(await ask('wrong')).toEqual({ problem: 'not a question' });
    expect(pidOf(await ask('1+1'))).toBe(pidOf(before));
  });

  it('says why a process died, and starts another one for the next question', async () => {
    const { ask } = await tryOut();
    const before = await ask('1+1');
    expect(await ask('die')).toEqual({ problem: 'Out of memory.' });
    expect(pidOf(await ask('1+1'))).not.toBe(pidOf(before));
  });

  it('trusts no process that says something else', async () => {
    const { ask } = await tryOut();
    const before = await ask('1+1');
    expect(await ask('nonsense')).toHaveProperty('problem');
    expect(pidOf(await ask('1+1'))).not.toBe(pidOf(before));
  });

  it('puts the question that is under way to the files as they are now', async () => {
    const { tries, ask } = await tryOut();
    const before = await ask('1+1');
    const slow = ask('slow');
    tries.restart();
    expect(await slow).toMatchObject({ without: null });
    expect(pidOf(await slow)).not.toBe(pidOf(before));
  });

  it('ends its process, and starts none where it must not', async () => {
    const { tries, ask } = await tryOut();
    const pid = pidOf(await ask('1+1'));
    tries.dispose();
    await vi.waitFor(() => expect(thisMachine.isProcessAlive(pid)).toBe(false));
    const refused = await tryOut(() => 'not trusted');
    expect(await refused.ask('1+1')).toEqual({ problem: 'not trusted' });
  });
});
