import { UserError } from '../../core/errors';

/** The Node for training does not start: no fault of the run that was to be trained, and no other one would fare better. */
export class NodeError extends UserError {}
