import * as vscode from 'vscode';
import type { DoctorReport } from '../../core/run/doctorReport';
import { doctorLines } from '../../core/run/doctorText';

const SCHEME = 'quanta-report';
const URI = vscode.Uri.from({ scheme: SCHEME, path: '/Compute Providers' });

/** The latest report as a document that can be read, searched and copied, and is no file. */
export class ReportDocument implements vscode.Disposable, vscode.TextDocumentContentProvider {
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  private text = '';

  readonly onDidChange = this.changes.event;

  async show(report: DoctorReport): Promise<void> {
    this.text = doctorLines(report).join('\n') + '\n';
    this.changes.fire(URI);
    await vscode.window.showTextDocument(URI, { preview: true });
  }

  provideTextDocumentContent(): string {
    return this.text;
  }

  dispose(): void {
    this.registration.dispose();
    this.changes.dispose();
  }
}
