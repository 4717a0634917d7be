import { dirname } from 'node:path';
import { PROVIDER_VARIABLE } from '../../core/run/askedProvider';
import type { RequestFile } from '../../core/run/requestFile';
import type { ProcessExit } from '../../store/deadRun';
import { kindOfRun } from '../../store/runList';
import type { NodeChoice, NodeFinder } from './nodeFinder';
import type { Launch, Launcher } from './startRun';
import { startTraining, type TrainingProcess } from './trainingProcess';

/** Starts the training processes of this window, and remembers how they ended. */
export class TrainingLauncher implements Launcher {
  private readonly exits = new Map<number, ProcessExit>();

  /**
   * @param cli path of the command line's program
   * @param nodePath what the user has set as the Node to train in; empty where the choice is left to us
   * @param provider what the user has set as the provider to train on; it counts where a config names none
   */
  constructor(
    private readonly cli: string,
    private readonly finder: NodeFinder,
    private readonly nodePath: () => string,
    private readonly environment: NodeJS.ProcessEnv = process.env,
    private readonly provider: () => string = () => 'auto',
  ) {}

  /**
   * Finds the Node that is to be used.
   * @returns what starts the training of a run; it throws a NodeError where that Node does not start, and a UserError
   * where the run's folder is gone
   * @throws UserError where there is no Node
   */
  async prepare(): Promise<Launch> {
    const node = await this.finder.find(this.nodePath());
    return (directory, request) => this.start(directory, request, node);
  }

  private async start(directory: string, request: RequestFile | undefined, node: NodeChoice): Promise<TrainingProcess> {
    // A run that a terminal began has recorded where everything is: any folder will do.
    const folder = request?.workspace ?? dirname(directory);
    const setting = this.provider();
    const environment = setting === 'auto' ? this.environment : { ...this.environment, [PROVIDER_VARIABLE]: setting };
    const kind = await kindOfRun(directory, request);
    const started = await startTraining(directory, kind, { node, cli: this.cli, folder, environment });
    // The system may give the number of a process that is gone to another one.
    this.exits.delete(started.pid);
    void started.exit.then((exit) => this.exits.set(started.pid, exit));
    return started;
  }

  /** How a process ended that was started here; undefined where it runs, or another one has started it. */
  readonly exitOf = (pid: number): ProcessExit | undefined => this.exits.get(pid);
}
