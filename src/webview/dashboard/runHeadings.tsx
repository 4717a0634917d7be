import type { JSX } from 'preact';
import type { RunView } from '../../protocol/dashboard';
import type { DashboardModel } from './dashboardModel';
import { RunName } from './runName';

interface RunHeadingsProps {
  /** What the first column has. */
  readonly first: string;
  readonly runs: readonly RunView[];
  readonly model: DashboardModel;
}

/** The head of a table with a column per run. */
export function RunHeadings({ first, runs, model }: RunHeadingsProps): JSX.Element {
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        {runs.map((run) => (
          <th key={run.directory} scope="col">
            <RunName run={run} model={model} />
          </th>
        ))}
      </tr>
    </thead>
  );
}
