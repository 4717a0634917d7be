import * as vscode from 'vscode';
import type { Operations } from '../../core/arithmetic/operations';
import type { ModelFile } from '../../store/modelFile';

/** `6 digits · add, sub · 3 layers × 4 heads` */
export function modelDescription({ config, digits, operations }: ModelFile): string {
  const { l10n } = vscode;
  const parts = [
    l10n.t('{0} digits', digits),
    operations &&
      used(operations)
        .map(([operation]) => operation)
        .join(', '),
    l10n.t('{0} layers × {1} heads', config.nLayers, config.nHeads),
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** The shape of a model, what is known of its training, and where names contradict tensors. */
export function modelTooltip(file: ModelFile): vscode.MarkdownString {
  const { config, digits, parameters, operations, trainJson, warnings, path } = file;
  const { l10n } = vscode;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [l10n.t('Operations'), operations ? operationsText(operations) : l10n.t('not known')],
    [l10n.t('Digits per operand'), String(digits)],
    [l10n.t('Layers × heads'), `${config.nLayers} × ${config.nHeads}`],
    [l10n.t('Width of residual stream, MLP'), `${config.dModel}, ${config.dMlp}`],
    [l10n.t('Token positions'), String(config.nCtx)],
    [l10n.t('Parameters'), parameters.toLocaleString()],
    [l10n.t('Final loss'), trainJson?.Config.avg_final_loss?.toExponential(2)],
    [l10n.t('File'), path],
  ];
  const tooltip = new vscode.MarkdownString('', true);
  tooltip.appendMarkdown('**').appendText(file.name).appendMarkdown('**\n\n');
  for (const [label, value] of rows) {
    if (value !== undefined) tooltip.appendText(`${label}: ${value}`).appendMarkdown('  \n');
  }
  for (const warning of warnings) tooltip.appendMarkdown('\n\n$(warning) ').appendText(warning);
  return tooltip;
}

/** `add 34%, sub 66%` */
function operationsText(operations: Operations): string {
  return used(operations)
    .map(([operation, percent]) => `${operation} ${percent}%`)
    .join(', ');
}

function used({ add, sub, mul }: Operations): [string, number][] {
  return Object.entries({ add, sub, mul }).filter(([, percent]) => percent > 0);
}
