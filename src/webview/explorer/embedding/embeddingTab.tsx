import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { TaskName } from '../../../core/analysis/variable';
import { equalsPosition } from '../../../core/arithmetic/positions';
import { EMBEDDED_QUESTIONS } from '../../../core/run/embeddingLine';
import type { AnalysisView, Embedding, EmbeddingKey, NeuronView, TaskState } from '../../../protocol/explorer';
import { Button } from '../../shared/controls';
import { count, percent } from '../../shared/numbers';
import { useValue } from '../../shared/useValue';
import { embeddingId } from '../explorerModel';
import { Section } from '../../shared/export/section';
import type { Table } from '../../shared/export/table';
import { sampleOf, type Sample } from '../sample';
import { figure, positionText } from '../neuron/shownNeuron';
import type { PartProps } from '../partProps';
import { ChosenQuestions } from './chosenQuestions';
import { byActivation, byClass, byComplexity, byTask, TASKS, type Colours } from './colouring';
import './embedding.css';
import { EmbeddingControls } from './embeddingControls';
import type { EmbeddingView } from './embeddingView';
import { Legend } from './legend';
import { Scatter, type Brush } from './scatter';
import { ScatterPicture } from './scatterPicture';

/** The questions as the SAE sees them at one position, laid out in the plane. */
export function EmbeddingTab({ model, send }: PartProps): JSX.Element | null {
  const analysis = useValue(model.content)?.analysis;
  const view = useValue(model.view);
  const results = useValue(model.embeddings);
  if (!analysis) return null;
  const { embedding, position, neuron } = view;
  const place = placeOf(analysis, embedding.position ?? position);
  const key: EmbeddingKey = {
    position: analysis.positions[place]!.position,
    method: embedding.method,
    perplexity: embedding.method === 'tsne' ? embedding.perplexity : null,
  };
  const result = results.get(embeddingId(key));
  return (
    <div class="embedding-tab">
      <EmbeddingControls
        analysis={analysis}
        view={embedding}
        place={place}
        neuron={neuron}
        onChange={(part) => model.change({ embedding: { ...embedding, ...part } })}
        onNeuron={(wanted) => model.select(wanted)}
      />
      {result && !('state' in result) ? (
        <Result key={embeddingId(key)} model={model} send={send} analysis={analysis} result={result} place={place} />
      ) : (
        <Task
          state={result}
          onStart={() => model.embed(key)}
          onStop={() => send({ type: 'stopEmbedding' })}
          text={l10n.t(
            'Lays {0} questions out in the plane by what the neurons say of them at {1}.',
            count(Math.min(sampleOf(analysis).questions, EMBEDDED_QUESTIONS)),
            positionText(analysis, place),
          )}
        />
      )}
    </div>
  );
}

/** The position that is asked for, else `=`, where the whole question has been read, else the last one. */
function placeOf({ positions, digits }: AnalysisView, wanted: number | null): number {
  const find = (position: number) => positions.findIndex((at) => at.position === position);
  const found = wanted === null ? -1 : find(wanted);
  if (found >= 0) return found;
  const equals = find(equalsPosition(digits));
  return equals >= 0 ? equals : positions.length - 1;
}

interface TaskProps {
  readonly state: TaskState | undefined;
  /** What is going to be done. */
  readonly text: string;
  readonly onStart: () => void;
  readonly onStop: () => void;
}

function Task({ state, text, onStart, onStop }: TaskProps): JSX.Element {
  if (state?.state === 'running') {
    return (
      <div class="task">
        <p>{state.stage ?? l10n.t('Computing …')}</p>
        <progress value={state.done} max={1} aria-label={l10n.t('Progress')} />
        <Button onClick={onStop}>{l10n.t('Stop')}</Button>
      </div>
    );
  }
  return (
    <div class="task">
      {state?.state === 'failed' && (
        <div class="error" role="alert">
          <pre>{state.message}</pre>
        </div>
      )}
      <p>{state?.state === 'stopped' ? l10n.t('Stopped. {0}', text) : text}</p>
      <p class="faint">
        {l10n.t(
          't-SNE keeps neighbours together and takes some seconds; PCA shows the two directions in which most varies.',
        )}
      </p>
      <Button kind="primary" onClick={onStart}>
        {l10n.t('Compute')}
      </Button>
    </div>
  );
}

interface ResultProps extends PartProps {
  readonly analysis: AnalysisView;
  readonly result: Embedding;
  readonly place: number;
}

function Result({ model, send, analysis, result, place }: ResultProps): JSX.Element {
  const { embedding } = useValue(model.view);
  const neuron = useValue(model.neuron);
  const [brush, setBrush] = useState<Brush>('lasso');
  const [questions, setQuestions] = useState<readonly number[]>([]);
  const chosen = useMemo(() => new Set(questions), [questions]);
  const sample = sampleOf(analysis);
  const { colouring, task, digit } = embedding;
  const colours = useMemo(
    () => coloursOf(sample, embedding, neuron, place),
    [sample, colouring, task, digit, neuron, place],
  );
  const { points } = result;
  useEffect(() => {
    if (questions.length > 0) model.compare(result.position, questions, points.length);
  }, [model, questions, result]);
  const choose = (found: readonly number[]) => setQuestions(found.toSorted((a, b) => a - b));
  const method = result.method === 'tsne' ? 't-SNE' : 'PCA';
  const title = `${method}, ${positionText(analysis, place)}`;
  const fileName = `${analysis.name} ${method} P${result.position}`;
  const shown = colours ?? byClass(sample);
  const colourWords = colouring === 'neuron' && neuron ? l10n.t('neuron {0}', neuron.record.neuron) : colouring;
  return (
    <>
      <Section
        title={title}
        name={fileName}
        send={send}
        table={() => pointTable(sample, result, shown, chosen)}
        picture={() => <ScatterPicture title={`${title}, ${colourWords}`} points={points} colours={shown} />}
      >
        {!colours && (
          <p class="faint" role="status">
            {l10n.t('Choose a neuron whose activation gives the colours; until then they are classes.')}
          </p>
        )}
        <div class="brush-bar">
          <Button
            kind="quiet"
            pressed={brush === 'lasso'}
            label={l10n.t('Lasso: choose by drawing around points')}
            onClick={() => setBrush('lasso')}
          >
            {l10n.t('Lasso')}
          </Button>
          <Button
            kind="quiet"
            pressed={brush === 'rectangle'}
            label={l10n.t('Rectangle: choose by drawing one')}
            onClick={() => setBrush('rectangle')}
          >
            {l10n.t('Rectangle')}
          </Button>
          <span class="faint">
            {l10n.t(
              'Draw around points, or choose an entry of the legend. Ctrl and wheel zoom, Shift and dragging move.',
            )}
          </span>
        </div>
        <div class="scatter-and-legend">
          <Scatter
            points={points}
            colours={shown}
            chosen={chosen}
            brush={brush}
            label={l10n.t('{0} questions, {1} of them chosen', count(points.length), count(questions.length))}
            describe={(question) => describe(sample, shown, question)}
            onChoose={choose}
          />
          <Legend colours={shown} points={points.length} chosen={chosen} onChoose={choose} />
        </div>
        <Figures result={result} />
      </Section>
      {questions.length > 0 ? (
        <ChosenQuestions model={model} analysis={analysis} send={send} questions={questions} fileName={fileName} />
      ) : (
        <p class="faint">{l10n.t('No questions are chosen.')}</p>
      )}
    </>
  );
}

/** Undefined where there is no neuron to give the colours. */
function coloursOf(
  sample: Sample,
  { colouring, task, digit }: EmbeddingView,
  neuron: NeuronView | undefined,
  place: number,
): Colours | undefined {
  switch (colouring) {
    case 'class':
      return byClass(sample);
    case 'complexity':
      return byComplexity(sample);
    case 'task': {
      const known = TASKS.find((name): name is TaskName => name === task) ?? 'ST';
      return byTask(sample, known, Math.min(digit, sample.digits - 1));
    }
    case 'neuron': {
      const { questions } = sample;
      return neuron && byActivation(neuron.activations.subarray(place * questions, (place + 1) * questions));
    }
  }
}

function describe(sample: Sample, colours: Colours, question: number): string {
  const about =
    colours.kind === 'values' ? figure(colours.values[question]!) : (colours.names[colours.of[question]!] ?? '');
  return `${sample.textOf(question)}  ${sample.complexityOf(question)}  ${about}`;
}

/** How far the picture can be trusted. */
function Figures({ result }: { readonly result: Embedding }): JSX.Element {
  const { trustworthiness, kl_divergence, explained_variance_ratio, points, seconds } = result;
  return (
    <dl class="neuron-figures">
      <div
        title={l10n.t(
          'How many of the 12 nearest neighbours of each point were near before (Venna and Kaski 2001); 1 is best.',
        )}
      >
        <dt>{l10n.t('trustworthiness')}</dt>
        <dd>{figure(trustworthiness)}</dd>
      </div>
      {kl_divergence !== null && (
        <div title={l10n.t('What t-SNE makes as small as it can: how far neighbourhoods here are from those before.')}>
          <dt>{l10n.t('KL divergence')}</dt>
          <dd>{figure(kl_divergence)}</dd>
        </div>
      )}
      {explained_variance_ratio && (
        <div title={l10n.t('Shares of the variance along the two axes.')}>
          <dt>{l10n.t('explained variance')}</dt>
          <dd>{explained_variance_ratio.map(percent).join(' + ')}</dd>
        </div>
      )}
      <div>
        <dt>{l10n.t('questions')}</dt>
        <dd>{count(points.length)}</dd>
      </div>
      <div>
        <dt>{l10n.t('seconds')}</dt>
        <dd>{figure(seconds)}</dd>
      </div>
    </dl>
  );
}

function pointTable(sample: Sample, { points }: Embedding, colours: Colours, chosen: ReadonlySet<number>): Table {
  return {
    header: ['question', 'class', 'x', 'y', colours.kind === 'values' ? 'activation' : 'colour', 'chosen'],
    rows: points.map(([x, y], question) => [
      ...[sample.textOf(question), sample.complexityOf(question), x, y],
      colours.kind === 'values' ? colours.values[question]! : (colours.names[colours.of[question]!] ?? null),
      chosen.has(question) ? 1 : 0,
    ]),
  };
}
