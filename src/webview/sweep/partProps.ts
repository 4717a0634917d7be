import type { FromSweep } from '../../protocol/sweep';
import type { Shown } from './shown';
import type { SweepModel } from './sweepModel';

/** What every part of the page is given. */
export interface PartProps {
  readonly model: SweepModel;
  /** Tells the extension. */
  readonly send: (message: FromSweep) => void;
}

/** What the views of the trials are given. */
export interface ShownProps extends PartProps {
  readonly shown: Shown;
}
