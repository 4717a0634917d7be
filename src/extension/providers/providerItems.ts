import * as vscode from 'vscode';
import type { DoctorReport } from '../../core/run/doctorReport';
import { ofThisSystem } from '../../core/run/doctorText';

/** An entry of the list: a provider, or something that can be done. */
export interface ProviderItem extends vscode.QuickPickItem {
  /** What choosing it does. */
  readonly action?: 'report' | 'install-cuda' | 'choose';
}

/** The providers, usable ones first, and then what can be done. */
export function providerItems(report: DoctorReport): ProviderItem[] {
  const usableFirst = ofThisSystem(report).toSorted((a, b) => Number(b.usable) - Number(a.usable));
  const canInstall = report.remedies.some(({ action }) => action === 'install-cuda');
  const { l10n } = vscode;
  return [
    ...usableFirst.map(providerItem),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    ...(canInstall
      ? [{ label: l10n.t('$(cloud-download) Install CUDA Provider…'), action: 'install-cuda' as const }]
      : []),
    {
      label: l10n.t('$(settings-gear) Choose the Provider…'),
      detail: l10n.t('The setting quanta.provider; a config may name another one'),
      action: 'choose',
    },
    {
      label: l10n.t('$(output) Show the Whole Report'),
      detail: l10n.t('Drivers, libraries, memory, and what to do about what is missing'),
      action: 'report',
    },
  ];
}

function providerItem(provider: DoctorReport['providers'][number]): ProviderItem {
  const { name, usable, reason } = provider;
  return {
    label: `$(${usable ? 'check' : 'circle-slash'}) ${name}`,
    description: usable ? usableText(provider) : vscode.l10n.t('not usable'),
    ...(reason === null ? {} : { detail: reason }),
    action: 'report',
  };
}

function usableText({ device, questions_per_second }: DoctorReport['providers'][number]): string {
  const parts = [
    ...(questions_per_second === null
      ? []
      : [vscode.l10n.t('{0} questions/s', Math.round(questions_per_second).toLocaleString())]),
    ...(device === null ? [] : [device]),
  ];
  return parts.join(' · ');
}
