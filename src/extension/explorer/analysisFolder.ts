import { messageOf, UserError } from '../../core/errors';
import { AnalysisReader } from '../../store/analysisReader';
import { QualityFiles } from '../../store/qualityFiles';

/** The analysis in a folder: its reader, or what is wrong with it; neither where there is none. */
export interface OpenAnalysis {
  readonly reader: AnalysisReader | null;
  readonly problem: string | null;
}

/** Knows the analysis in a folder, and when another one has taken its place: its last file is `quality.json`. */
export class AnalysisFolder {
  private version: string | undefined;
  private opened: Promise<OpenAnalysis> | undefined;

  /** @param onFault is told of faults of ours that keep the analysis from being read */
  constructor(
    readonly directory: string,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  /** The analysis as it was when it was last looked at. */
  async current(): Promise<OpenAnalysis> {
    if (!this.opened) await this.look();
    return this.opened!;
  }

  /** Looks whether the analysis is another one than before, and reads that. */
  async look(): Promise<boolean> {
    // Where that cannot be told, reading says why.
    const version = await QualityFiles.versionOf(this.directory).catch(messageOf);
    if (this.opened && version === this.version) return false;
    this.version = version;
    this.opened = this.open();
    return true;
  }

  private async open(): Promise<OpenAnalysis> {
    try {
      const isThere = await AnalysisReader.isThere(this.directory);
      return { reader: isThere ? await AnalysisReader.open(this.directory) : null, problem: null };
    } catch (error) {
      if (!(error instanceof UserError)) this.onFault(error);
      return { reader: null, problem: messageOf(error) };
    }
  }
}
