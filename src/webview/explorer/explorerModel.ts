import type {
  AnalysisView,
  Embedding,
  EmbeddingKey,
  FromExplorer,
  ModelView,
  NeuronMap,
  NeuronView,
  QuestionRows,
  TaskState,
  ToExplorer,
} from '../../protocol/explorer';
import type { DifferingNeuron } from '../../core/analysis/statistics/differingNeurons';
import type { Tried } from '../../core/run/tried';
import { Observable } from '../shared/observable';
import { ReadAhead } from './readAhead';
import { viewFrom, type View } from './view';

/** What the extension said of the analysis. */
export interface Content {
  /** The folder that the analysis is of, whether or not there is one. */
  readonly directory: string;
  readonly name: string;
  /** Whether the folder is that of a run. */
  readonly isRun: boolean;
  /** Whether it is one of the workspace's runs. */
  readonly hasDashboard: boolean;
  readonly analysis: AnalysisView | null;
  readonly problem: string | null;
  readonly model: ModelView | null;
}

/** How many neurons are kept at hand. */
const MOST_NEURONS = 256;

/** What the page knows: the analysis, as the extension told it, and how the user looks at it. */
export class ExplorerModel {
  /** Undefined until the first snapshot. */
  readonly content = new Observable<Content | undefined>(undefined);
  readonly view: Observable<View>;
  /** The neuron that is looked at; undefined until it has come, or where none is chosen. */
  readonly neuron = new Observable<NeuronView | undefined>(undefined);
  /** Why the neuron that is looked at cannot be shown. */
  readonly neuronProblem = new Observable<string | undefined>(undefined);
  /** Maps over the questions of one class, as far as they were asked for; null where there are none. */
  readonly classMaps = new Observable<Partial<Record<QuestionRows, NeuronMap | null>>>({});
  readonly embeddings = new Observable<ReadonlyMap<string, Embedding | TaskState>>(new Map());
  /** What was asked last of questions that the user has chosen; undefined until it has come. */
  readonly compared = new Observable<readonly DifferingNeuron[] | undefined>(undefined);
  readonly tried = new Observable<Tried | { readonly problem: string } | undefined>(undefined);
  readonly analysing = new Observable<TaskState | null>(null);
  private readonly neurons = new Map<number, NeuronView>();
  private readonly asked = new Set<number>();
  private readonly readAhead = new ReadAhead(
    (neuron) => !this.neurons.has(neuron) && !this.asked.has(neuron),
    (neuron) => this.ask('readAhead', neuron),
  );
  private tries = 0;
  private comparisons = 0;

  /** @param kept the `ExplorerState` of an earlier page */
  constructor(
    kept: unknown,
    private readonly send: (message: FromExplorer) => void,
  ) {
    const view = typeof kept === 'object' && kept !== null && 'view' in kept ? kept.view : undefined;
    this.view = new Observable(viewFrom(view));
  }

  change(part: Partial<View>): void {
    this.view.value = { ...this.view.value, ...part };
  }

  /** Looks at a neuron, and at one of its positions. */
  select(neuron: number, position = this.view.value.position): void {
    this.change({ neuron, position });
    this.showSelected();
  }

  /** Takes the neurons of the map's rows, of which those near the chosen one are read ahead. */
  showsRows(rows: ArrayLike<number>): void {
    this.readAhead.showsRows(rows);
  }

  /** @see ToExplorer; translations are the caller's */
  receive(message: ToExplorer): void {
    switch (message.type) {
      case 'snapshot': {
        const { directory, name, isRun, hasDashboard, analysis, problem, model } = message;
        this.neurons.clear();
        this.asked.clear();
        this.neuron.value = undefined;
        this.classMaps.value = {};
        this.embeddings.value = new Map();
        this.compared.value = undefined;
        this.tried.value = undefined;
        this.content.value = { directory, name, isRun, hasDashboard, analysis, problem, model };
        if (analysis && (this.view.value.neuron ?? Infinity) >= analysis.neurons) this.change(firstLook(analysis));
        this.showSelected();
        break;
      }
      case 'model':
        if (this.content.value) this.content.value = { ...this.content.value, model: message.model };
        break;
      case 'neuron':
        this.keep(message.neuron, message.view);
        if (message.neuron === this.view.value.neuron) this.neuron.value = message.view;
        break;
      case 'neuronFailed':
        // Asked for again when it is chosen again.
        this.asked.delete(message.neuron);
        if (message.neuron !== this.view.value.neuron) break;
        this.neuron.value = undefined;
        this.neuronProblem.value = message.problem;
        break;
      case 'classMap':
        this.classMaps.value = { ...this.classMaps.value, [message.rows]: message.map };
        break;
      case 'embedding':
        this.embeddings.value = new Map(this.embeddings.value).set(embeddingId(message.key), message.result);
        break;
      case 'compared':
        if (message.id === this.comparisons) this.compared.value = message.neurons;
        break;
      case 'tried':
        if (message.id === this.tries) this.tried.value = message.result;
        break;
      case 'analysing':
        this.analysing.value = message.task;
        break;
      case 'reveal':
        this.change({ tab: 'neurons' });
        this.select(message.neuron, message.position ?? undefined);
    }
  }

  askForClassMap(rows: QuestionRows): void {
    if (!(rows in this.classMaps.value)) this.send({ type: 'classMap', rows });
  }

  embed(key: EmbeddingKey): void {
    const known = this.embeddings.value.get(embeddingId(key));
    if (known && (!('state' in known) || known.state === 'running')) return;
    this.send({ type: 'embed', key });
  }

  /** Asks which neurons tell questions of an embedding from the others there. */
  compare(position: number, questions: readonly number[], among: number): void {
    this.compared.value = undefined;
    this.send({ type: 'compare', id: ++this.comparisons, position, questions: [...questions], among });
  }

  try(question: string, neurons: readonly number[], to: 'mean' | 'zero'): void {
    this.send({ type: 'try', id: ++this.tries, question, neurons: [...neurons], to });
  }

  private showSelected(): void {
    const analysis = this.content.value?.analysis;
    const { neuron } = this.view.value;
    this.neuronProblem.value = undefined;
    if (!analysis || neuron === null || neuron >= analysis.neurons) {
      this.neuron.value = undefined;
      return;
    }
    const known = this.neurons.get(neuron);
    // What is shown stays until the other is there: the page does not flicker.
    if (known) this.neuron.value = known;
    else if (!this.asked.has(neuron)) this.ask('neuron', neuron);
    this.readAhead.waits(neuron);
    if (known) this.readAhead.goesOn(neuron);
  }

  private ask(type: 'neuron' | 'readAhead', neuron: number): void {
    this.asked.add(neuron);
    this.send({ type, neuron });
  }

  private keep(neuron: number, view: NeuronView): void {
    this.asked.delete(neuron);
    this.neurons.set(neuron, view);
    const [oldest] = this.neurons.keys();
    if (this.neurons.size > MOST_NEURONS) this.neurons.delete(oldest!);
    this.readAhead.goesOn(neuron);
  }
}

export function embeddingId({ position, method, perplexity }: EmbeddingKey): string {
  return `${method} ${position} ${perplexity}`;
}

/** The neuron to begin with: that of the strongest proved label, else the one that contributes most. */
function firstLook({ labels, map, positions }: AnalysisView): Pick<View, 'neuron' | 'position'> {
  const label = labels?.find(({ status }) => status === 'proved') ?? labels?.[0];
  if (label) return { neuron: label.neuron, position: label.position };
  const most = map.contribution.reduce((best, value, cell, all) => (value > all[best]! ? cell : best), 0);
  return { neuron: Math.floor(most / positions.length), position: null };
}
