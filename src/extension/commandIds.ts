/** Every command that the extension offers; a test holds it against package.json. */
export const COMMANDS = {
  trainSae: 'quanta.trainSae',
  sweep: 'quanta.sweep',
  openRun: 'quanta.openRun',
  openSweep: 'quanta.openSweep',
  exploreNeurons: 'quanta.exploreNeurons',
  analyseRun: 'quanta.analyseRun',
  compareRuns: 'quanta.compareRuns',
  stopRun: 'quanta.stopRun',
  resumeRun: 'quanta.resumeRun',
  showRunLog: 'quanta.showRunLog',
  openRunConfig: 'quanta.openRunConfig',
  revealRun: 'quanta.revealRun',
  renameRun: 'quanta.renameRun',
  deleteRun: 'quanta.deleteRun',
  refreshModels: 'quanta.refreshModels',
  showOutput: 'quanta.showOutput',
  showProviders: 'quanta.showProviders',
  installCudaProvider: 'quanta.installCudaProvider',
} as const;

export type CommandName = keyof typeof COMMANDS;
