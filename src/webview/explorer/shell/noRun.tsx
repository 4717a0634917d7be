import type { JSX } from 'preact';

interface NoRunProps {
  /** Ends with a colon. */
  readonly text: string;
  /** What to type: the folder's files do not say where the SAE is. */
  readonly command: string;
}

/** What only the command line can do, since the folder is no run's. */
export function NoRun({ text, command }: NoRunProps): JSX.Element {
  return (
    <span class="no-run">
      {text} <code>{command}</code>
    </span>
  );
}
