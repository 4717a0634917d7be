// Where the page starts: what connects it to the extension.
import * as l10n from '@vscode/l10n';
import { options, render } from 'preact';
import type { FromSweep, SweepState, ToSweep } from '../../protocol/sweep';
import { Bridge, reportErrors } from '../shared/bridge';
import { onThemeChange } from '../shared/readTheme';
import { Page } from './page';
import './sweep.css';
import { SweepModel } from './sweepModel';

const bridge = new Bridge<{ toPage: ToSweep; fromPage: FromSweep; state: SweepState }>();
const send = (message: FromSweep) => bridge.send(message);
reportErrors((message) => send({ type: 'failed', message }));

// However many messages come, elements change once per frame.
options.debounceRendering = requestAnimationFrame;

const model = new SweepModel(bridge.kept);
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
  if (model.state) bridge.keep(model.state);
};
model.sweep.subscribe(keep);
model.view.subscribe(keep);
show();
send({ type: 'ready' });
