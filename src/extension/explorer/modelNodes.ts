import { basename } from 'node:path';
import { modelNodes, type AnalysisOfModel, type ModelView } from '../../core/run/modelNodes';
import type { QualityFiles } from '../../store/qualityFiles';
import type { RunCollection } from '../../store/runCollection';
import { runName } from '../../store/runList';

/** What the analyses of all SAEs of one model, those of the workspace's runs, say of the model's nodes. */
export class ModelNodes {
  private known: readonly AnalysisOfModel[] = [];
  private current: ModelView | null = null;

  /** @param directory of one of the SAEs, a run's or another folder */
  constructor(
    private readonly directory: string,
    private readonly runs: RunCollection,
    private readonly qualities: QualityFiles,
  ) {}

  /** As it was last looked at; null where no analysis has looked at the nodes. */
  get view(): ModelView | null {
    return this.current;
  }

  /** Looks at the analyses. @returns whether they are not what they were */
  async look(): Promise<boolean> {
    const found = await this.analyses();
    const { known } = this;
    const isSame = ({ directory, name, quality }: AnalysisOfModel, i: number) =>
      directory === known[i]!.directory && name === known[i]!.name && quality === known[i]!.quality;
    if (found.length === known.length && found.every(isSame)) return false;
    this.known = found;
    this.current = modelNodes(found);
    return true;
  }

  private async analyses(): Promise<AnalysisOfModel[]> {
    // Nothing says which model it is of.
    if (this.sha256() === undefined && !(await this.qualities.read(this.directory))) return [];
    const analysed: AnalysisOfModel[] = [];
    for (const { directory, name } of this.saes()) {
      const quality = await this.qualities.read(directory);
      if (quality) analysed.push({ directory, name, quality });
    }
    // Of a folder that is no run's, the name alone says which model it is of.
    const { model } = analysed.find(({ directory }) => directory === this.directory)?.quality ?? {};
    return analysed.filter(({ quality }) => model === undefined || quality.model === model);
  }

  /** Of the model file; undefined where the folder is no run's. */
  private sha256(): string | undefined {
    return this.runs.get(this.directory)?.run?.model.sha256;
  }

  /** This SAE first. */
  private saes(): { readonly directory: string; readonly name: string }[] {
    const own = this.runs.get(this.directory);
    const sha256 = this.sha256();
    const others = this.runs.all.filter(
      ({ directory, hasSae, run }) =>
        hasSae && directory !== this.directory && (sha256 === undefined || run?.model.sha256 === sha256),
    );
    const name = own ? runName(own) : basename(this.directory);
    return [
      { directory: this.directory, name },
      ...others.map((run) => ({ directory: run.directory, name: runName(run) })),
    ];
  }
}
