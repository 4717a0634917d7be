import * as vscode from 'vscode';
import { messageOf, UserError } from '../core/errors';
import { COMMANDS, type CommandName } from './commandIds';
import { plain } from './notificationText';

/** Shows what went wrong, once, and keeps it in the output channel. */
export class ErrorReporter {
  constructor(private readonly output: vscode.LogOutputChannel) {}

  /** The user's input was wrong: the message says so. Anything else is a fault of ours: the output has its trace. */
  show(error: unknown): void {
    if (error instanceof UserError) this.output.error(error.message);
    else this.log(error);
    const showOutput = vscode.l10n.t('Show Output');
    void vscode.window.showErrorMessage(plain(messageOf(error)), showOutput).then((choice) => {
      if (choice === showOutput) this.output.show(true);
    });
  }

  /** For what runs by itself, again and again: a message each time would be a nuisance. */
  log(error: unknown): void {
    this.output.error(error instanceof Error ? error : String(error));
    if (error instanceof Error && error.cause instanceof Error) this.output.error(error.cause);
  }

  /** Registers a command whose errors are shown. */
  register(name: CommandName, run: (...args: never[]) => unknown): vscode.Disposable {
    return vscode.commands.registerCommand(COMMANDS[name], async (...args: never[]) => {
      try {
        return await run(...args);
      } catch (error) {
        this.show(error);
        return undefined;
      }
    });
  }
}
