import type { ConsoleError } from '../../editor/browser';

/** What the editor itself reports in every session, whatever extensions do. */
const OWN: readonly ((error: ConsoleError) => boolean)[] = [
  // A module of Microsoft's own builds that code-server does not have.
  ({ url }) => /\/node_modules\/vsda\/rust\/web\/vsda(\.js|_bg\.wasm)$/.test(url),
  // It looks for an account that none of its built-in extensions provides here.
  ({ text }) => text.includes("Timed out waiting for authentication provider 'github' to register"),
  // Said of the editor's own services at each reload of a window.
  ({ text }) => text.includes('Long running operations during shutdown are unsupported in the web'),
  // Its log, where the window is reloaded just as it is written.
  ({ text }) => text.includes("IndexedDB database 'vscode-web-db' is closed"),
  // On a busy machine, of whatever extensions may want to say of a file that is saved; this one wants nothing.
  ({ text }) => text.includes('Aborted onWillSaveTextDocument-event'),
];

/** Whether the error is the editor's own, and so says nothing about the extension. */
export function isEditorsOwn(error: ConsoleError): boolean {
  return OWN.some((matches) => matches(error));
}
