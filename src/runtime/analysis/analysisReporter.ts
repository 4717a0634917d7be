/** The parts of an analysis, in their order. */
export type AnalysisStage = 'statistics' | 'accuracy' | 'labels' | 'columns' | 'proofs' | 'nodes';

/** Hears of an analysis as it goes. */
export interface AnalysisReporter {
  /** @param done how much of the stage, from 0 to 1 */
  progress(stage: AnalysisStage, done: number): void;
}

/** The analysis was asked to stop; it has written nothing. */
export class AnalysisStopped extends Error {
  override readonly name = 'AnalysisStopped';
}
