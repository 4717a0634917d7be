import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { exact } from '../shared/numbers';
import { useValue } from '../shared/useValue';
import { axisTitle } from './axes';
import { curvesOf } from './chartContent';
import type { DashboardModel, PointedAt } from './dashboardModel';
import { readoutRows } from './readoutRows';
import { RunName } from './runName';

/** The exact values of all runs where the pointer is. */
export function Readout({ model }: { readonly model: DashboardModel }): JSX.Element | null {
  const at = useValue(model.pointedAt);
  return at ? <ReadoutAt model={model} at={at} /> : null;
}

function ReadoutAt({ model, at }: { readonly model: DashboardModel; readonly at: PointedAt }): JSX.Element | null {
  const { smoothing, xAxis } = model.view.value;
  const curves = curvesOf(model, at.metric);
  const rows = readoutRows(curves, at.x, at.tolerance);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (box.current) placeBeside(box.current, at);
  });
  if (rows.length === 0) return null;
  return (
    <div class="readout" ref={box} aria-hidden="true">
      <table>
        <thead>
          <tr>
            <th>{at.metric.title()}</th>
            {smoothing > 0 && <th>{l10n.t('smoothed')}</th>}
            <th>{l10n.t('value')}</th>
            <th>{axisTitle(xAxis)}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ curve: { run }, x, y, smoothed }) => (
            <tr key={run.directory}>
              <td>
                <RunName run={run} model={model} />
              </td>
              {smoothing > 0 && <td>{exact(smoothed)}</td>}
              <td>{exact(y)}</td>
              <td>{exact(x)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const GAP = 14;

/** Puts the box beside the pointer, on the side where there is room. */
function placeBeside(box: HTMLElement, { clientX, clientY }: PointedAt): void {
  const { width, height } = box.getBoundingClientRect();
  const right = clientX + GAP;
  const left = right + width <= innerWidth ? right : Math.max(clientX - GAP - width, 0);
  const top = Math.max(Math.min(clientY + GAP, innerHeight - height), 0);
  box.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
