import { createContext, render, type ComponentChildren, type JSX, type VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { colourIndex, colourScaleOf } from '../colourScale';
import { readableOn, translucent } from '../contrast';
import { readTheme } from '../readTheme';

/** What a picture is drawn with. */
export interface Ink {
  readonly background: string;
  readonly foreground: string;
  /** Of what matters less, such as the numbers of axes. */
  readonly faint: string;
  readonly grid: string;
  /** Of most bars, of what stands out among them, and of what is of neither kind. */
  readonly bar: string;
  readonly strong: string;
  readonly dull: string;
  /** Of figures, from 0 to 1. */
  readonly scale: (share: number) => string;
  readonly font: string;
  readonly isPaper: boolean;
}

/** For files: on white, as papers are. */
const PAPER: Ink = {
  ...inkOn('#ffffff', '#000000', false),
  font: 'Helvetica, Arial, sans-serif',
  isPaper: true,
};

const InkContext = createContext<Ink | undefined>(undefined);

/** The colours that a picture has where it is: the editor's on the screen, black on white in a file. */
export function useInk(): Ink {
  const ink = useContext(InkContext);
  if (ink) return ink;
  const { background, foreground, fontFamily, highContrast } = readTheme();
  return { ...inkOn(background, foreground, highContrast), font: fontFamily, isPaper: false };
}

function inkOn(background: string, foreground: string, highContrast: boolean): Omit<Ink, 'font' | 'isPaper'> {
  const { colours } = colourScaleOf({ background, highContrast });
  return {
    background,
    foreground,
    faint: highContrast ? foreground : translucent(foreground, 0.8),
    grid: translucent(foreground, highContrast ? 0.4 : 0.15),
    bar: readableOn(background, '#56B4E9'),
    strong: readableOn(background, '#D55E00'),
    dull: readableOn(background, '#8a8a8a'),
    scale: (share) => colours[colourIndex(share)]!,
  };
}

interface PictureProps {
  readonly width: number;
  readonly height: number;
  /**
   * What a screen reader says in its place; null where its parts speak for themselves, undefined where something beside
   * it does.
   */
  readonly label?: string | null;
  readonly children: ComponentChildren;
}

/** An SVG picture; its text is 10 pixels high unless it says otherwise. */
export function Picture({ width, height, label, children }: PictureProps): JSX.Element {
  const { font, isPaper, background, foreground } = useInk();
  return (
    <svg
      {...(isPaper && { xmlns: 'http://www.w3.org/2000/svg' })}
      class="picture"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      font-family={font}
      font-size="10"
      fill={foreground}
      {...spoken(label)}
    >
      {isPaper && <rect width={width} height={height} fill={background} />}
      {children}
    </svg>
  );
}

function spoken(label: string | null | undefined): object {
  if (label === undefined) return { 'aria-hidden': true };
  return label === null ? { role: 'presentation' } : { role: 'img', 'aria-label': label };
}

/** The text of an SVG file with a picture, black on white. */
export function svgText(picture: VNode): string {
  const box = document.createElement('div');
  render(<InkContext.Provider value={PAPER}>{picture}</InkContext.Provider>, box);
  const text = new XMLSerializer().serializeToString(box.firstElementChild!);
  render(null, box);
  return text;
}
