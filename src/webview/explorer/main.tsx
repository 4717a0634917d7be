// Where the page starts: what connects it to the extension.
import * as l10n from '@vscode/l10n';
import { options, render } from 'preact';
import type { ExplorerState, FromExplorer, ToExplorer } from '../../protocol/explorer';
import { Bridge, reportErrors } from '../shared/bridge';
import { onThemeChange } from '../shared/readTheme';
import './explorer.css';
import { ExplorerModel } from './explorerModel';
import { Page } from './page';

const bridge = new Bridge<{ toPage: ToExplorer; fromPage: FromExplorer; state: ExplorerState }>();
const send = (message: FromExplorer) => bridge.send(message);
reportErrors((message) => send({ type: 'failed', message }));

// However many messages come, elements change once per frame.
options.debounceRendering = requestAnimationFrame;

const { kept } = bridge;
const model = new ExplorerModel(kept, send);
const root = document.body.appendChild(document.createElement('div'));
const show = () => render(<Page model={model} send={send} />, root);
onThemeChange(show);

bridge.listen((message) => {
  if (message.type === 'snapshot') l10n.config({ contents: message.translations });
  model.receive(message);
  // All of it: texts may be in another language now.
  if (message.type === 'snapshot') show();
});
const keep = () => {
  const directory = model.content.value?.directory;
  if (directory !== undefined) bridge.keep({ directory, view: model.view.value });
};
model.content.subscribe(keep);
model.view.subscribe(keep);
show();
send({ type: 'ready' });
