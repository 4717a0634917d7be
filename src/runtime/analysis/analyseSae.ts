import { chooseProofPool, type ProofPool } from '../../core/analysis/proof/pool';
import { makeProbes, type ProbeSet } from '../../core/analysis/probes/probeSet';
import { contextLength } from '../../core/arithmetic/positions';
import type { UsableProvider } from '../provider';
import { Ablations } from './ablations';
import type { AnalysisReporter, AnalysisStage } from './analysisReporter';
import { ChangedModel } from './changedModel';
import { findDependences, proveColumns, type Dependences } from './columnGroups';
import { Encoder } from './encoder';
import { evaluate, type Evaluation } from './evaluation';
import { Labeller, type Labels } from './labeller';
import { measureNeurons, type Measured } from './measureNeurons';
import { ablateNodes, type Node } from './nodes';
import type { OpenSubject } from './openSubject';
import { PoolPasses, type Proceed } from './poolPasses';
import { proofCases, type ProofCase, type Verdict } from './proofCases';
import { proveCases } from './proveCases';
import { Prover } from './prover';
import { questionBatches } from './questionBatches';
import { saeSizes, type Subject } from './subject';

/** How much is computed: `full` has labels and proofs, too. */
export const ANALYSIS_DEPTHS = ['statistics', 'full'] as const;
export type AnalysisDepth = (typeof ANALYSIS_DEPTHS)[number];

/** How much is done. */
export interface AnalysisPlan extends OpenSubject {
  readonly depth: AnalysisDepth;
  /** Probe questions. */
  readonly questions: number;
  /** Seconds after which no further proof is begun; null for as long as it takes. */
  readonly proofSeconds: number | null;
  readonly provider: UsableProvider;
}

/** Labels and what became of their proofs. */
export interface Proofs {
  readonly labels: Labels;
  readonly pool: ProofPool;
  /** By label, in their order, and of neurons that share one or follow from the same column. */
  readonly single: readonly ProofCase[];
  readonly groups: readonly ProofCase[];
  readonly verdicts: ReadonlyMap<ProofCase, Verdict>;
  readonly nodes: readonly Node[];
}

/** Everything that an analysis finds. */
export interface Analysis {
  readonly subject: Subject;
  readonly probes: ProbeSet;
  readonly seed: number;
  readonly measured: Measured;
  readonly dependences: Dependences;
  readonly evaluation: Evaluation;
  readonly evaluated: number;
  /** Null where no labels were looked for. */
  readonly proofs: Proofs | null;
  readonly provider: UsableProvider;
  readonly seconds: number;
}

const BATCH = 128;
/** Questions for accuracy. */
const EVALUATED = 6144;
/** Questions per class for proofs, if the memory that their clean passes take is not more than this. */
const POOL_PER_CLASS = { most: 768, least: 128 };
const POOL_BYTES = 2 ** 29;
/** Floats of the activations that are kept as a sample, of at most so many questions. */
const SAMPLE = {
  statistics: { values: 2 ** 22, questions: 4096 },
  full: { values: 2 ** 24, questions: 8192 },
} as const;

/**
 * Analyses an SAE: what its neurons do, how good it is, and, in full, what they tell and whether the model uses them.
 *
 * @param throwIfStopped called between calls of the runtime
 */
export async function analyseSae(
  plan: AnalysisPlan,
  reporter: AnalysisReporter,
  throwIfStopped: Proceed,
): Promise<Analysis> {
  const start = performance.now();
  const { subject, operations, seed, provider } = plan;
  const { model, transformer, site } = subject;
  const proceedIn = (stage: AnalysisStage) => async (done: number) => {
    reporter.progress(stage, done);
    await throwIfStopped();
  };
  await proceedIn('statistics')(0);
  const probes = makeProbes({ digits: model.digits, operations, seed, count: plan.questions });
  const encoder = await Encoder.create(subject, BATCH, provider);
  const changed = await ChangedModel.create(transformer, site, model.digits, BATCH, provider);
  try {
    const measured = await measureNeurons(subject, encoder, probes, seed, sampleSize(plan), (done) =>
      proceedIn('statistics')(0.7 * done),
    );
    const dependences = await findDependences(subject, encoder, probes, plan.depth === 'statistics', (done) =>
      proceedIn('statistics')(0.7 + 0.3 * done),
    );
    const evaluated = probes.tokens.subarray(0, Math.min(EVALUATED, probes.count) * contextLength(model.digits));
    const evaluation = await evaluate(
      subject,
      changed,
      encoder,
      evaluated,
      measured.means.perPosition,
      proceedIn('accuracy'),
    );
    const proofs =
      plan.depth === 'full'
        ? await labelAndProve(plan, probes, { measured, dependences, evaluation }, { encoder, changed }, proceedIn)
        : null;
    const seconds = (performance.now() - start) / 1000;
    const evaluatedQuestions = evaluation.right.length;
    return {
      ...{ subject, probes, seed, measured, dependences, evaluation, evaluated: evaluatedQuestions },
      ...{ proofs, provider, seconds },
    };
  } finally {
    await encoder.release();
    await changed.release();
  }
}

/** The SAE on its model, and its model where that can be changed. */
interface Tools {
  readonly encoder: Encoder;
  readonly changed: ChangedModel;
}

async function labelAndProve(
  plan: AnalysisPlan,
  probes: ProbeSet,
  found: Pick<Analysis, 'measured' | 'dependences' | 'evaluation'>,
  tools: Tools,
  proceedIn: (stage: AnalysisStage) => (done: number) => Promise<void>,
): Promise<Proofs> {
  const { subject, seed, provider } = plan;
  const labels = await new Labeller(subject, probes, seed, provider).label(proceedIn('labels'));
  const pool = proofPool(subject, probes, found.evaluation);
  const { single, groups } = proofCases(labels.labels);
  const { verdicts, columns } = await prove(plan, pool, [...single, ...groups], found, tools, proceedIn);
  const nodes = await ablateNodes({ subject, batch: BATCH, provider }, pool, verdicts, proceedIn('nodes'));
  return { labels, pool, single, groups: [...groups, ...columns], verdicts, nodes };
}

/** What the pool's activations take is free again when this is done. */
async function prove(
  { subject, seed, provider, proofSeconds }: AnalysisPlan,
  pool: ProofPool,
  cases: readonly ProofCase[],
  { measured: { statistics }, dependences }: Pick<Analysis, 'measured' | 'dependences'>,
  { encoder, changed }: Tools,
  proceedIn: (stage: AnalysisStage) => (done: number) => Promise<void>,
): Promise<{ verdicts: Map<ProofCase, Verdict>; columns: ProofCase[] }> {
  const begin = performance.now();
  const { positions } = subject.site;
  const { neurons } = saeSizes(subject.sae);
  const still = () => proceedIn('columns')(0);
  const ablations = new Ablations(subject, await PoolPasses.read(changed, pool, still), pool, seed);
  const activations = await encodePool(encoder, pool, positions.length * neurons, still);
  const means = Float64Array.from({ length: positions.length * neurons }, (_, i) => {
    return statistics.figures(i % neurons, Math.floor(i / neurons)).mean;
  });
  const prover = new Prover({ subject, ablations, pool, activations, means, seed, provider });
  const isTimeUp = () => proofSeconds !== null && performance.now() - begin > 1000 * proofSeconds;
  const columns = await proveColumns(subject, changed, prover, dependences, {
    proceed: proceedIn('columns'),
    isTimeUp,
  });
  const own = await proveCases(subject, changed, prover, cases, { proceed: proceedIn('proofs'), isTimeUp });
  return { verdicts: new Map([...own, ...columns]), columns: [...columns.keys()] };
}

/** Questions on which nothing was chosen and that the model answers right, as far as that was looked at. */
function proofPool(subject: Subject, { tokens, digits, heldOut }: ProbeSet, { right }: Evaluation): ProofPool {
  const { nLayers, dModel, nHeads, dHead } = subject.model.config;
  const perToken = saeSizes(subject.sae).width + dModel + 2 * (nLayers - subject.site.layer) * nHeads * dHead;
  const fitting = Math.floor(POOL_BYTES / (3 * 4 * contextLength(digits) * perToken));
  const perClass = Math.max(POOL_PER_CLASS.least, Math.min(POOL_PER_CLASS.most, fitting));
  return chooseProofPool(
    tokens,
    digits,
    heldOut.filter((question) => right[question] === 1),
    perClass,
  );
}

async function encodePool(encoder: Encoder, pool: ProofPool, perQuestion: number, proceed: Proceed) {
  const activations = new Float32Array(pool.questions.length * perQuestion);
  for (const { tokens, first, count } of questionBatches(pool.tokens, contextLength(pool.digits), encoder.batch)) {
    const encoded = await encoder.encode(tokens);
    activations.set(encoded.neurons.subarray(0, count * perQuestion), first * perQuestion);
    await proceed();
  }
  return activations;
}

/** Of how many questions activations are kept. */
function sampleSize({ subject: { site, sae }, depth }: AnalysisPlan): number {
  const perQuestion = site.positions.length * saeSizes(sae).neurons;
  const { values, questions } = SAMPLE[depth];
  return Math.max(1, Math.min(questions, Math.floor(values / perQuestion)));
}
