/** The programs of the editor that the tests run in, as absolute paths. */
export interface Installation {
  /** The Node that the server runs on. */
  readonly node: string;
  readonly server: string;
  readonly chromium: string;
}

/** Installs what is missing; a second call finds everything in place and only looks. */
export function installEditor():
  { readonly ready: true; readonly installation: Installation } | { readonly ready: false; readonly reason: string };
