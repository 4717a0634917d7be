import type { FromExplorer } from '../../protocol/explorer';
import type { ExplorerModel } from './explorerModel';

/** Tells the extension. */
export type Send = (message: FromExplorer) => void;

/** What every part of the page is given. */
export interface PartProps {
  readonly model: ExplorerModel;
  readonly send: Send;
}
