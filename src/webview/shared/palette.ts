/** Okabe and Ito's colours, which people with any kind of colour blindness can tell apart; without black. */
const COLOURS = ['#E69F00', '#56B4E9', '#009E73', '#F0E442', '#0072B2', '#D55E00', '#CC79A7'] as const;

/** One pattern per round through the colours: lengths of strokes and gaps in pixels. */
const DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3]] as const;

/** How a thing is marked in charts and legends. */
export interface Mark {
  /** As Okabe and Ito have it: where it is drawn it is made readable on the background. */
  readonly colour: string;
  readonly dash: readonly number[];
  /** A short name, so that no one needs to see colours. */
  readonly tag: string;
}

/** The mark of a slot, counted from 0; 28 differ in colour and pattern, all in their tags. */
export function markOf(slot: number): Mark {
  const round = Math.floor(slot / COLOURS.length);
  return {
    colour: COLOURS[slot % COLOURS.length]!,
    dash: DASHES[round % DASHES.length]!,
    tag: String(slot + 1),
  };
}

/** Gives each name a slot: those that have one keep it, the others take the lowest that are free. */
export function assignSlots(
  names: readonly string[],
  assigned: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const kept = names.flatMap((name) => (assigned[name] === undefined ? [] : [[name, assigned[name]] as const]));
  const taken = new Set(kept.map(([, slot]) => slot));
  const slots = Object.fromEntries(kept);
  let next = 0;
  for (const name of names) {
    if (slots[name] !== undefined) continue;
    while (taken.has(next)) next++;
    slots[name] = next;
    taken.add(next);
  }
  return slots;
}
