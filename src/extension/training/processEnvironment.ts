/**
 * By these an editor talks to its own processes: to a process of ours they would give a channel that is not its own,
 * or make it a part of the editor.
 */
const EDITORS_OWN = /^(VSCODE_|ELECTRON_|NODE_CHANNEL_)/i;

/**
 * A process's environment without what only an editor and its debugger put there. NODE_OPTIONS stays, which a user may
 * well have set, unless a debugger has: it would stop the training, or wait for it.
 */
export function withoutEditor(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = Object.keys(environment);
  const isDebugged = names.some((name) => name.toUpperCase() === 'VSCODE_INSPECTOR_OPTIONS');
  const stays = (name: string) => !EDITORS_OWN.test(name) && !(isDebugged && name.toUpperCase() === 'NODE_OPTIONS');
  return Object.fromEntries(names.filter(stays).map((name) => [name, environment[name]]));
}
