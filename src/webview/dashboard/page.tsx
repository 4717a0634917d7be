import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { FromDashboard } from '../../protocol/dashboard';
import type { FrameQueue } from '../shared/frameQueue';
import { useValue } from '../shared/useValue';
import { Charts } from './charts';
import { ConfigSection } from './configSection';
import type { DashboardModel } from './dashboardModel';
import { EpochFigures } from './epochFigures';
import { RunList } from './runList';

interface PageProps {
  readonly model: DashboardModel;
  readonly queue: FrameQueue;
  readonly send: (message: FromDashboard) => void;
}

/** The run dashboard: one run, or several compared. */
export function Page({ model, queue, send }: PageProps): JSX.Element {
  const runs = useValue(model.runs);
  if (!runs) return <p class="empty">{l10n.t('Reading the runs …')}</p>;
  return (
    <main>
      <RunList model={model} send={send} />
      <Charts model={model} queue={queue} />
      <EpochFigures model={model} />
      <ConfigSection model={model} />
    </main>
  );
}
