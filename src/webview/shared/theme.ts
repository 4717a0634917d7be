/** What a canvas needs to know of the editor's colour theme; everything else follows it by CSS. */
export interface Theme {
  readonly background: string;
  readonly foreground: string;
  readonly fontFamily: string;
  /** In pixels. */
  readonly fontSize: number;
  readonly highContrast: boolean;
}
