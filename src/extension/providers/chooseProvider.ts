import * as vscode from 'vscode';
import type { DoctorReport } from '../../core/run/doctorReport';
import { provider, setProvider } from '../settings';

/** Lets the user choose what training uses where a config names no provider: of those that work here. */
export async function chooseProvider(report: DoctorReport): Promise<void> {
  const now = provider();
  const usable = report.providers.filter((each) => each.usable).map(({ name }) => name);
  const items = ['auto', ...usable].map((name) => ({
    label: name,
    ...(name === now && { description: vscode.l10n.t('the setting now') }),
    ...(name === 'auto' && { detail: vscode.l10n.t('The fastest that works, tried with the run’s own training') }),
  }));
  const title = vscode.l10n.t('Train with');
  const placeHolder = vscode.l10n.t('Where neither a config nor a command line names another one');
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder });
  if (chosen) await setProvider(chosen.label);
}
