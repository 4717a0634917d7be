import { writeFile } from 'node:fs/promises';

/** Quiet defaults: nothing that moves, asks, updates or fetches while a test looks. */
const SETTINGS = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.restoreWindows': 'none',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Writes these settings, besides the quiet defaults and in place of those before. */
export function writeSettings(file: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  return writeFile(file, JSON.stringify({ ...SETTINGS, ...settings }));
}
