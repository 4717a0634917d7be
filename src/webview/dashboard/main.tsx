// Where the page starts: what connects it to the extension.
import * as l10n from '@vscode/l10n';
import { options, render } from 'preact';
import type { DashboardState, FromDashboard, ToDashboard } from '../../protocol/dashboard';
import { Bridge, reportErrors } from '../shared/bridge';
import { FrameQueue } from '../shared/frameQueue';
import { onThemeChange } from '../shared/readTheme';
import './dashboard.css';
import { DashboardModel } from './dashboardModel';
import { Page } from './page';

const bridge = new Bridge<{ toPage: ToDashboard; fromPage: FromDashboard; state: DashboardState }>();
reportErrors((message) => bridge.send({ type: 'failed', message }));

// However many messages come, elements change once per frame.
options.debounceRendering = requestAnimationFrame;

const model = new DashboardModel(bridge.kept);
const queue = new FrameQueue();
const send = (message: FromDashboard) => bridge.send(message);
const root = document.body.appendChild(document.createElement('div'));
const show = () => render(<Page model={model} queue={queue} send={send} />, root);

const keep = () => {
  if (model.state) bridge.keep(model.state);
};
model.runs.subscribe(keep);
model.view.subscribe(keep);
onThemeChange(show);

bridge.listen((message) => {
  if (message.type === 'snapshot') l10n.config({ contents: message.translations });
  model.receive(message);
  // All of it: texts may be in another language now.
  if (message.type === 'snapshot') show();
});
show();
bridge.send({ type: 'ready' });
