import { UserError } from '../core/errors';
import type { QuestionClass } from '../core/arithmetic/questionClass';
import { contextLength } from '../core/arithmetic/positions';
import type { LabelsFile } from '../core/run/labelsFile';
import type { NeuronMap } from '../core/run/neuronMap';
import { neuronsHeaderSchema, type NeuronGroup, type NeuronRecord, type NeuronsHeader } from '../core/run/neuronsFile';
import type { QualityFile } from '../core/run/qualityFile';
import { ANALYSE_AGAIN } from './analysis/analyseAgain';
import { classMap } from './analysis/classMap';
import { NeuronLines } from './analysis/neuronLines';
import { SampleFile } from './analysis/sampleFile';
import { analysisPaths, readAnalysis } from './analysisFiles';
import { fileExists } from './fileExists';

/** How far figures that are written with six digits may differ from others. */
const TOLERANCE = 1e-4;

/** Reads the files of an analysis: what is small at once, single neurons and activations when they are asked for. */
export class AnalysisReader {
  readonly header: NeuronsHeader;
  readonly groups: NeuronGroup[];
  private readonly classMaps = new Map<QuestionClass, Promise<NeuronMap | null>>();

  private constructor(
    readonly directory: string,
    readonly quality: QualityFile,
    /** Null where no labels were looked for. */
    readonly labels: LabelsFile | null,
    private readonly lines: NeuronLines,
    private readonly sample: SampleFile,
  ) {
    this.header = neuronsHeaderSchema.parse(lines.about);
    this.groups = lines.about.groups;
  }

  /** Whether there is an analysis in a folder, or a part of one. */
  static async isThere(directory: string): Promise<boolean> {
    const { neurons, quality } = analysisPaths(directory, '');
    return (await fileExists(quality)) || (await fileExists(neurons));
  }

  /** @throws UserError naming the file that is missing, broken, or of another analysis than the others */
  static async open(directory: string): Promise<AnalysisReader> {
    if (!(await AnalysisReader.isThere(directory))) {
      throw new UserError(`${directory}: no SAE was analysed here (no quality.json); run quanta analyse first`);
    }
    const paths = analysisPaths(directory, '');
    for (const path of [paths.quality, paths.neurons, paths.activations]) {
      if (!(await fileExists(path))) throw new UserError(`${path}: there is no such file; ${ANALYSE_AGAIN}`);
    }
    const quality = await orAnalyseAgain(readAnalysis.quality(directory));
    if (quality.labels !== null && !(await fileExists(paths.labels))) {
      throw new UserError(`${paths.labels}: there is no such file; ${ANALYSE_AGAIN}`);
    }
    const labels = quality.labels === null ? null : await orAnalyseAgain(readAnalysis.labels(directory));
    const [lines, sample] = await Promise.all([NeuronLines.open(paths.neurons), SampleFile.open(paths.activations)]);
    const reader = new AnalysisReader(directory, quality, labels, lines, sample);
    reader.requireOneAnalysis();
    return reader;
  }

  get neurons(): number {
    return this.sample.sizes.neurons;
  }

  /** Probe questions whose activations are kept. */
  get sampled(): number {
    return this.sample.sizes.questions;
  }

  /** Over all probe questions; [neurons, positions]. */
  get map(): NeuronMap {
    return this.sample.figures.map;
  }

  /**
   * The share of a neuron's variance at a position that the column which tells most of it accounts for; NaN where none
   * does; [neurons, positions].
   */
  get columnExplained(): Float32Array {
    return this.sample.figures.columnExplained;
  }

  /** The AUROC of the label that describes a neuron best at a position; [neurons, positions]; null without labels. */
  get bestScore(): Float32Array | null {
    return this.sample.figures.bestScore;
  }

  /** [neurons] */
  get decoderNorms(): Float32Array {
    return this.sample.figures.decoderNorms;
  }

  /** Over all positions; [neurons]. */
  get densities(): Float32Array {
    return this.sample.figures.densities;
  }

  /** The neurons in an order that has similar ones beside each other. */
  get similarityOrder(): Int32Array {
    return this.sample.figures.similarityOrder;
  }

  /** Tokens of the sampled questions, with their answers; [sampled, 3d + 4]. */
  get sampleTokens(): Int32Array {
    return this.sample.figures.sampleTokens;
  }

  /**
   * What one neuron does.
   *
   * @throws UserError where there is no such neuron, or its record is broken or of another analysis
   */
  async neuron(neuron: number): Promise<NeuronRecord> {
    this.requireNeuron(neuron);
    const record = await this.lines.read(neuron);
    if (!isClose(record.density, this.densities[neuron]!)) throw this.mixed('neurons.json', 'activations.safetensors');
    return record;
  }

  /**
   * The activations of one neuron on the sampled questions; [positions, sampled].
   *
   * @throws UserError where there is no such neuron, or the file has been replaced
   */
  async activationsOf(neuron: number): Promise<Float32Array> {
    this.requireNeuron(neuron);
    return this.sample.ofNeuron(neuron);
  }

  /**
   * The activations of all neurons on the sampled questions at one of the SAE's positions; [neurons, sampled].
   *
   * @param place index of the position in the header's list
   */
  async activationsAt(place: number): Promise<Float32Array> {
    return this.sample.atPlace(place);
  }

  /** The map over the sampled questions of one class; null where there are none. */
  async classMap(rows: QuestionClass): Promise<NeuronMap | null> {
    const known = this.classMaps.get(rows);
    if (known) return known;
    const map = classMap(this.sample, rows, this.header.digits);
    this.classMaps.set(rows, map);
    // What failed is tried again.
    map.catch(() => this.classMaps.delete(rows));
    return map;
  }

  private requireNeuron(neuron: number): void {
    if (Number.isInteger(neuron) && neuron >= 0 && neuron < this.neurons) return;
    throw new UserError(
      `${this.directory}: there is no neuron ${neuron}; this SAE's neurons are 0 to ${this.neurons - 1}`,
    );
  }

  /** Each file is replaced by itself: after a copy by hand, or within an analysis' last moments, they may not agree. */
  private requireOneAnalysis(): void {
    const { header, quality, sample, labels } = this;
    const same = (['model', 'hook', 'architecture', 'questions', 'seed'] as const).every(
      (key) => header[key] === quality[key],
    );
    if (!same || this.lines.count !== quality.neurons) throw this.mixed('neurons.json', 'quality.json');
    const { sizes, figures } = sample;
    const firing = figures.densities.reduce((sum, density) => sum + density, 0);
    if (sizes.neurons !== quality.neurons || !isClose(firing, quality.l0)) {
      throw this.mixed('activations.safetensors', 'quality.json');
    }
    const positions = header.positions.map(({ position }) => position).join();
    if (figures.positions.join() !== positions || sizes.context !== contextLength(header.digits)) {
      throw this.mixed('activations.safetensors', 'neurons.json');
    }
    if (quality.labels === null) return;
    if (figures.bestScore === null) throw this.mixed('activations.safetensors', 'quality.json');
    if (labels!.length !== quality.labels.labelled) throw this.mixed('labels.json', 'quality.json');
  }

  private mixed(file: string, other: string): UserError {
    return new UserError(
      `${this.directory}: ${file} is of another analysis than ${other}; if one is being written, wait for its end, ` +
        `else ${ANALYSE_AGAIN}`,
    );
  }
}

/** Files in another form are mostly those of another version. */
async function orAnalyseAgain<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${error.message}; ${ANALYSE_AGAIN}`);
  }
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= TOLERANCE * Math.max(1e-2, Math.abs(a), Math.abs(b));
}
