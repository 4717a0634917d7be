type Rgb = readonly [red: number, green: number, blue: number];

/** What WCAG 2.1 asks of lines and marks (1.4.11). */
const LEAST_CONTRAST = 3;

/**
 * A colour as near to the given one as can be told from a background: mixed with black or white as far as it takes.
 * @throws Error where either is not `#rgb`, `#rrggbb` or `rgb(…)`, each also with an alpha, which is ignored
 */
export function readableOn(background: string, colour: string): string {
  const [behind, wanted] = [parseColour(background), parseColour(colour)];
  const towards: Rgb = luminance(behind) > 0.18 ? [0, 0, 0] : [255, 255, 255];
  for (let share = 0; share <= 1; share += 0.05) {
    const tried = mix(wanted, towards, share);
    if (contrast(tried, behind) >= LEAST_CONTRAST) return hex(tried);
  }
  return hex(towards);
}

/** The same colour, let through in part: `opacity` from 0 to 1. */
export function translucent(colour: string, opacity: number): string {
  const [red, green, blue] = parseColour(colour);
  return `rgba(${red}, ${green}, ${blue}, ${opacity})`;
}

/** The contrast ratio of WCAG 2, from 1 to 21. */
export function contrastOf(a: string, b: string): number {
  return contrast(parseColour(a), parseColour(b));
}

/** A colour on the way from one to another in sRGB, by a share from 0 to 1. */
export function mixed(from: string, to: string, share: number): string {
  return hex(mix(parseColour(from), parseColour(to), share));
}

/** Lightness L* of CIELAB, from 0, black, to 100, white. */
export function lightness(colour: string): number {
  const y = luminance(parseColour(colour));
  return y > 216 / 24_389 ? 116 * Math.cbrt(y) - 16 : (y * 24_389) / 27;
}

/** How far apart two colours are to the eye: their distance in CIELAB under D65 (CIE 1976). */
export function distance(a: string, b: string): number {
  const [labA, labB] = [labOf(parseColour(a)), labOf(parseColour(b))];
  return Math.hypot(...labA.map((value, i) => value - labB[i]!));
}

function labOf(colour: Rgb): number[] {
  const [red, green, blue] = colour.map(linear) as [number, number, number];
  const [x, y, z] = [
    (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
    0.2126 * red + 0.7152 * green + 0.0722 * blue,
    (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
  ].map((value) => (value > 216 / 24_389 ? Math.cbrt(value) : (value * 841) / 108 + 4 / 29)) as [
    number,
    number,
    number,
  ];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function contrast(a: Rgb, b: Rgb): number {
  const [darker, lighter] = [luminance(a), luminance(b)].toSorted((x, y) => x - y) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map(linear) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const channel = (i: 0 | 1 | 2) => Math.round(from[i] * (1 - share) + to[i] * share);
  return [channel(0), channel(1), channel(2)];
}

function hex(colour: Rgb): string {
  return '#' + colour.map((value) => value.toString(16).padStart(2, '0')).join('');
}

function parseColour(text: string): Rgb {
  const digits = /^#([\da-f]{3,8})$/i.exec(text.trim())?.[1];
  if (digits !== undefined && digits.length !== 5 && digits.length !== 7) {
    const width = digits.length < 6 ? 1 : 2;
    const channel = (i: number) => parseInt(digits.slice(i * width, (i + 1) * width).repeat(3 - width), 16);
    return [channel(0), channel(1), channel(2)];
  }
  const numbers = /^rgba?\(([^)]*)\)$/i
    .exec(text.trim())?.[1]
    ?.split(/[\s,/]+/)
    .map(Number);
  const [red, green, blue] = numbers ?? [];
  if (red === undefined || green === undefined || blue === undefined || numbers?.some(Number.isNaN)) {
    throw new Error(`not a colour: ${JSON.stringify(text)}`);
  }
  return [red, green, blue];
}
