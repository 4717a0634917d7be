import { messageOf } from '../../core/errors';

/** What VS Code gives a page, once. */
interface VsCodeApi<FromPage, State> {
  postMessage(message: FromPage): void;
  getState(): State | undefined;
  setState(state: State): void;
}

declare function acquireVsCodeApi<FromPage, State>(): VsCodeApi<FromPage, State>;

/** What a page and the extension tell each other, and what the page keeps. */
interface PageProtocol {
  readonly toPage: unknown;
  readonly fromPage: unknown;
  readonly state: unknown;
}

/** The page's only way out: messages to and from the extension, and what it keeps over a reload of the window. */
export class Bridge<Protocol extends PageProtocol> {
  private readonly api = acquireVsCodeApi<Protocol['fromPage'], Protocol['state']>();

  /** What an earlier page kept; of any shape, should an older version have written it. */
  get kept(): unknown {
    return this.api.getState();
  }

  send(message: Protocol['fromPage']): void {
    this.api.postMessage(message);
  }

  keep(state: Protocol['state']): void {
    this.api.setState(state);
  }

  listen(receive: (message: Protocol['toPage']) => void): void {
    // Only the extension can send here: the page is in a frame of its own origin, and opens no other.
    window.addEventListener('message', ({ data }: MessageEvent<Protocol['toPage']>) => receive(data));
  }
}

/** Reports errors that nothing in the page catches, each text once. */
export function reportErrors(report: (message: string) => void): void {
  const reported = new Set<string>();
  const tell = (error: unknown) => {
    const message = error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
    if (reported.has(message)) return;
    reported.add(message);
    report(message.slice(0, 10_000));
  };
  window.addEventListener('error', (event) => tell(event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => tell(event.reason));
}
