import * as vscode from 'vscode';
import { installationLine, type InstallationEnd, type InstallationProgress } from '../../core/cuda/installationLine';
import { whyNoCuda } from '../../store/cuda/platforms';
import { COMMANDS } from '../commandIds';
import { plain } from '../notificationText';
import { cudaFeed, proxySettings } from '../settings';
import type { QuantaProgram } from '../training/quantaProgram';
import { requireTrust } from '../trust';
import { proxyVariables } from './proxyVariables';

/** "Quanta: Install CUDA Provider", by the command line's program, which says how it gets on. */
export class InstallCudaCommand {
  constructor(private readonly program: QuantaProgram) {}

  /** @throws UserError saying why it cannot be installed */
  async run(): Promise<void> {
    if (!(await requireTrust())) return;
    const reason = whyNoCuda();
    if (reason !== undefined) {
      void vscode.window.showInformationMessage(reason);
      return;
    }
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Installing the CUDA provider'),
      cancellable: true,
    };
    const end = await vscode.window.withProgress(options, (progress, token) => this.install(progress, token));
    if (end) void tell(end);
  }

  private async install(
    progress: vscode.Progress<{ message: string; increment: number }>,
    token: vscode.CancellationToken,
  ): Promise<InstallationEnd | undefined> {
    const cancel = new AbortController();
    token.onCancellationRequested(() => cancel.abort());
    let end: InstallationEnd | undefined;
    let percent = 0;
    const onLine = (text: string) => {
      const line = installationLine.parse(JSON.parse(text));
      if (line.kind === 'end') {
        end = line;
        return;
      }
      const now = percentOf(line) ?? percent;
      progress.report({ message: progressText(line), increment: now - percent });
      percent = now;
    };
    const feed = cudaFeed();
    const args = ['doctor', '--install-cuda', '--json', ...(feed === '' ? [] : ['--feed', feed])];
    const variables = proxyVariables(proxySettings(), process.env);
    await this.program.run(args, { onLine, signal: cancel.signal, variables });
    return end;
  }
}

function percentOf({ received, total }: InstallationProgress): number | undefined {
  return received === undefined || total === undefined ? undefined : (100 * received) / total;
}

function progressText(progress: InstallationProgress): string {
  const { step, received = 0, total } = progress;
  if (step === 'waiting') return vscode.l10n.t('waiting for another process that installs it…');
  if (step === 'looking') return vscode.l10n.t('looking for it…');
  if (step === 'checking') return vscode.l10n.t('checking…');
  if (step === 'unpacking') return vscode.l10n.t('unpacking…');
  if (total === undefined) return vscode.l10n.t('{0} MB', megabytes(received));
  return vscode.l10n.t('{0} of {1} MB', megabytes(received), megabytes(total));
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

async function tell({ was_there, onnxruntime, sha512, cuda, missing }: InstallationEnd): Promise<void> {
  const { l10n, window } = vscode;
  const done = was_there
    ? l10n.t('The CUDA provider for ONNX Runtime {0} is installed already.', onnxruntime)
    : l10n.t('The CUDA provider for ONNX Runtime {0} is installed.', onnxruntime);
  const warnings = [
    ...(sha512 === null
      ? [l10n.t('Its feed states no checksum, so that only the package’s own checksums were checked.')]
      : []),
    ...(missing.length > 0
      ? [l10n.t('It needs CUDA {0}, of which these are missing: {1}', cuda, plain(missing.join(', ')))]
      : []),
  ];
  const text = [done, ...warnings].join(' ');
  const showProviders = l10n.t('Show Compute Providers');
  const choice =
    warnings.length === 0
      ? await window.showInformationMessage(text, showProviders)
      : await window.showWarningMessage(text, showProviders);
  if (choice === showProviders) await vscode.commands.executeCommand(COMMANDS.showProviders);
}
