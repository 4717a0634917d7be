import * as vscode from 'vscode';
import { doctorReportSchema, type DoctorReport } from '../../core/run/doctorReport';
import { COMMANDS } from '../commandIds';
import type { QuantaProgram } from '../training/quantaProgram';
import { requireTrust } from '../trust';
import { providerItems, type ProviderItem } from './providerItems';
import { chooseProvider } from './chooseProvider';
import { ReportDocument } from './reportDocument';

/** "Quanta: Show Compute Providers": what this machine can train on, and what to do about what it cannot. */
export class ShowProvidersCommand implements vscode.Disposable {
  private readonly document = new ReportDocument();

  constructor(private readonly program: QuantaProgram) {}

  dispose(): void {
    this.document.dispose();
  }

  /** @throws UserError where the machine could not be looked at */
  async run(): Promise<void> {
    if (!(await requireTrust())) return;
    const report = await this.examine();
    if (!report) return;
    const items = providerItems(report);
    const title = vscode.l10n.t('ONNX Runtime {0} in Node {1}', report.onnxruntime, report.node);
    const placeHolder = vscode.l10n.t('What this machine can train on');
    const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDetail: true });
    if (chosen) await this.obey(chosen, report);
  }

  private async obey({ action }: ProviderItem, report: DoctorReport): Promise<void> {
    if (action === 'install-cuda') await vscode.commands.executeCommand(COMMANDS.installCudaProvider);
    else if (action === 'choose') await chooseProvider(report);
    else await this.document.show(report);
  }

  /** Undefined where the user has cancelled it. */
  private async examine(): Promise<DoctorReport | undefined> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Trying the compute providers of this machine…'),
      cancellable: true,
    };
    return vscode.window.withProgress(options, async (_, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort());
      let report: DoctorReport | undefined;
      const onLine = (line: string) => (report = doctorReportSchema.parse(JSON.parse(line)));
      await this.program.run(['doctor', '--json'], { onLine, signal: cancel.signal });
      return report;
    });
  }
}
