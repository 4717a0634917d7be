import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { parseQuestion } from '../../../core/arithmetic/parseQuestion';
import { trueAnswer } from '../../../core/arithmetic/question';
import { messageOf } from '../../../core/errors';
import { Button, Dropdown } from '../../shared/controls';
import { useValue } from '../../shared/useValue';
import { sampleOf } from '../sample';
import type { PartProps } from '../partProps';
import { NoRun } from '../shell/noRun';
import { Activations } from './activations';
import { Answers } from './answerTable';
import { exampleQuestions } from './exampleQuestions';
import './tryOut.css';
import type { TryView } from './tryView';

/** One question: every neuron at each of its tokens, and the answer with and without chosen neurons. */
export function TryTab({ model, send }: PartProps): JSX.Element | null {
  const content = useValue(model.content);
  const analysis = content?.analysis;
  const { tryOut } = useValue(model.view);
  const tried = useValue(model.tried);
  const [isAsking, setAsking] = useState(false);
  useEffect(() => setAsking(false), [tried]);
  if (!analysis) return null;
  if (!content.isRun) {
    const question = `${'1'.repeat(analysis.digits)}+${'2'.repeat(analysis.digits)}`;
    return (
      <p class="empty">
        <NoRun
          text={l10n.t('This folder is not a run. Put questions to its SAE on the command line, and name it there:')}
          command={`quanta try --sae … --model ${analysis.model} ${question}`}
        />
      </p>
    );
  }
  const ask = (part: Partial<TryView>) => {
    const wanted = { ...tryOut, ...part };
    // The SAE may have been another one when they were chosen.
    const asked = { ...wanted, without: wanted.without.filter((neuron) => neuron < analysis.neurons) };
    model.change({ tryOut: asked });
    if (problemOf(asked.question, analysis.digits) !== undefined) return;
    setAsking(true);
    model.try(asked.question.trim(), asked.without, asked.to);
  };
  const setWithout = (without: readonly number[]) => ask({ without });
  return (
    <div class="try-tab" aria-busy={isAsking}>
      <QuestionForm digits={analysis.digits} question={tryOut.question} onAsk={(question) => ask({ question })} />
      <div class="example-questions">
        <span class="faint">{l10n.t('For example:')}</span>
        {exampleQuestions(sampleOf(analysis)).map(({ text, why }) => (
          <Button key={text} kind="quiet" label={l10n.t('{0}, {1}', text, why)} onClick={() => ask({ question: text })}>
            {text}
          </Button>
        ))}
      </div>
      {tried && 'problem' in tried && (
        <div class="error" role="alert">
          <pre>{tried.problem}</pre>
        </div>
      )}
      {tried && 'question' in tried ? (
        <>
          <Answers tried={tried} send={send} />
          <Without view={tryOut} onWithout={setWithout} onTo={(to) => ask({ to })} />
          <Activations
            tried={tried}
            analysis={analysis}
            send={send}
            sort={tryOut.sort}
            onSort={(sort) => model.change({ tryOut: { ...tryOut, sort } })}
            without={tryOut.without}
            onWithout={(neuron, isWithout) =>
              setWithout(isWithout ? [...tryOut.without, neuron] : tryOut.without.filter((each) => each !== neuron))
            }
            onNeuron={(neuron) => {
              model.change({ tab: 'neurons' });
              model.select(neuron);
            }}
          />
        </>
      ) : (
        !tried && (
          <p class="faint" role="status">
            {isAsking
              ? l10n.t('Reading the model …')
              : l10n.t('The answer shows here, and which neurons are active at each token.')}
          </p>
        )
      )}
    </div>
  );
}

/** What is wrong with a question; undefined where nothing is. */
function problemOf(text: string, digits: number): string | undefined {
  try {
    trueAnswer(parseQuestion(text, digits));
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

interface QuestionFormProps {
  readonly digits: number;
  readonly question: string;
  readonly onAsk: (question: string) => void;
}

function QuestionForm({ digits, question, onAsk }: QuestionFormProps): JSX.Element {
  const id = useId();
  const [text, setText] = useState(question);
  const input = useRef<HTMLInputElement>(null);
  const [wasAsked, setAsked] = useState(false);
  // An example was chosen.
  useEffect(() => setText(question), [question]);
  const problem = problemOf(text, digits);
  // Not while it is being typed.
  const isShown = problem !== undefined && text !== '' && (wasAsked || text.length > 2 * digits);
  const submit = (event: Event) => {
    event.preventDefault();
    setAsked(true);
    // What stands there now: it may have been typed since the last rendering.
    const typed = input.current!.value;
    if (problemOf(typed, digits) === undefined) onAsk(typed);
  };
  return (
    <form class="question-form" onSubmit={submit} noValidate>
      <label for={id}>{l10n.t('Question')}</label>
      <input
        ref={input}
        id={id}
        class="text-input question-input"
        type="text"
        value={text}
        spellcheck={false}
        autocomplete="off"
        placeholder={`${'1'.repeat(digits)}+${'2'.repeat(digits)}`}
        aria-invalid={isShown}
        aria-describedby={`${id}-problem`}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="submit-button">
        {l10n.t('Answer')}
      </button>
      <p id={`${id}-problem`} class="question-problem" role="status">
        {isShown ? problem : l10n.t('Two numbers of {0} digits, joined by + or −; with zeros in front.', digits)}
      </p>
    </form>
  );
}

interface WithoutProps {
  readonly view: TryView;
  readonly onWithout: (neurons: readonly number[]) => void;
  readonly onTo: (to: TryView['to']) => void;
}

/** The neurons to do without, and what becomes of them. */
function Without({ view: { without, to }, onWithout, onTo }: WithoutProps): JSX.Element {
  return (
    <div class="controls">
      <span>
        {without.length === 0
          ? l10n.t('Tick neurons below to see the answer without them.')
          : l10n.t('Without neurons {0}', without.join(', '))}
      </span>
      <Dropdown<TryView['to']>
        label={l10n.t('Set to')}
        value={to}
        options={[
          { value: 'mean', text: l10n.t('their means') },
          { value: 'zero', text: l10n.t('zero') },
        ]}
        onChange={onTo}
      />
      {without.length > 0 && <Button onClick={() => onWithout([])}>{l10n.t('With All Again')}</Button>}
    </div>
  );
}
