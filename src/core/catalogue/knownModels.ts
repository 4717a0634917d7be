/** A question that a model is known to answer wrongly. */
interface KnownFailure {
  /** Without its answer, such as `018539+789353`. */
  readonly question: string;
  /** What the model answers: sign and d + 1 digits. */
  readonly answer: string;
}

/** What the authors of the published models say of one. */
export interface KnownModel {
  readonly name: string;
  /** Nines of the accuracy claimed, by operation: six is at most 1 failure in a million, five 10, two 10,000. */
  readonly nines: { readonly add?: number; readonly sub?: number };
  /** Average loss of the last training steps. */
  readonly loss?: number;
  readonly notes?: string;
  readonly failures?: readonly KnownFailure[];
}

const fails = (question: string, answer: string): KnownFailure => ({ question, answer });

/** The models that the Quanta project has published and described, in its order. */
export const KNOWN_MODELS: readonly KnownModel[] = [
  { name: 'add_d5_l1_h3_t15K_s372001', nines: { add: 2 }, notes: 'one layer; right on S0 to S2 only' },
  { name: 'add_d5_l2_h3_t15K_s372001', nines: { add: 6 }, loss: 1.6e-8 },
  { name: 'add_d5_l2_h3_t40K_s372001', nines: { add: 6 }, loss: 2e-9, notes: 'fewest nodes of five digits' },
  {
    name: 'add_d6_l2_h3_t15K_s372001',
    nines: { add: 5 },
    loss: 1.7e-8,
    notes: '2 failures per million',
    failures: [fails('018539+789353', '+0707892'), fails('747332+057349', '+0704681')],
  },
  { name: 'add_d6_l2_h3_t20K_s173289', nines: { add: 6 }, loss: 1.5e-8, notes: 'fewest nodes of six digits' },
  { name: 'add_d6_l2_h3_t20K_s572091', nines: { add: 6 }, loss: 7e-9 },
  { name: 'add_d6_l2_h3_t40K_s372001', nines: { add: 6 }, loss: 2e-9 },
  {
    name: 'add_d10_l2_h3_t40K_s572091',
    nines: { add: 6 },
    loss: 7e-9,
    notes: '1 failure per million',
    failures: [fails('0000000555+0000000445', '+00000000900')],
  },
  { name: 'add_d10_l2_h3_t40K_gf_s572091', nines: { add: 6 }, loss: 3.5e-9 },
  { name: 'sub_d6_l2_h3_t30K_s372001', nines: { sub: 6 }, loss: 5.8e-6 },
  { name: 'sub_d10_l2_h3_t75K_s173289', nines: { sub: 2 }, loss: 0.002002, notes: '6672 failures per million' },
  { name: 'sub_d10_l2_h3_t75K_gf_s173289', nines: { sub: 2 }, loss: 0.001197, notes: '5246 failures per million' },
  {
    name: 'mix_d6_l3_h4_t40K_s372001',
    nines: { add: 6, sub: 6 },
    loss: 5e-9,
    notes: '1 failure per million additions',
    failures: [fails('463687+166096', '+0639783')],
  },
  {
    name: 'mix_d10_l3_h4_t75K_s173289',
    nines: { add: 5, sub: 2 },
    loss: 1.125e-6,
    notes: '2 failures per million additions, 295 per million subtractions, which would be three nines',
    failures: [fails('3301956441+6198944455', '+09500800896'), fails('8531063649-0531031548', '+07900032101')],
  },
  {
    name: 'mix_d10_l3_h4_t75K_gf_s173289',
    nines: { add: 6, sub: 3 },
    loss: 8.85e-7,
    notes: '1 failure per million additions, 294 per million subtractions',
  },
  {
    name: 'ins1_mix_d6_l2_h3_t40K_s572091',
    nines: { add: 6, sub: 5 },
    loss: 2.4e-8,
    notes: '5 failures per million subtractions',
    failures: [fails('565000-364538', '+0100462')],
  },
  {
    name: 'ins1_mix_d6_l3_h3_t40K_s572091',
    nines: { add: 6, sub: 5 },
    loss: 1.8e-8,
    notes: '3 failures per million subtractions',
    failures: [fails('072074-272074', '+0200000')],
  },
  {
    name: 'ins1_mix_d6_l3_h3_t80K_s572091',
    nines: { add: 6, sub: 5 },
    loss: 1.6e-8,
    notes: '3 failures per million subtractions; 4 on questions that are not enriched',
    failures: [fails('229672-229678', '+0000006')],
  },
  { name: 'ins1_mix_d6_l3_h4_t40K_s372001', nines: { add: 6, sub: 6 }, loss: 8e-9, notes: "the notebook's model" },
  {
    name: 'ins1_mix_d6_l3_h4_t40K_s173289',
    nines: { add: 5, sub: 5 },
    loss: 1.4e-8,
    notes: '3 failures per million additions, 2 per million subtractions; not enriched 0 and 3',
    failures: [fails('850038+159060', '+0009098')],
  },
  {
    name: 'ins1_mix_d6_l3_h4_t50K_s572091',
    nines: { add: 6, sub: 5 },
    loss: 2.9e-8,
    notes: '4 failures per million subtractions; not enriched 3',
    failures: [fails('986887-286887', '+0600000')],
  },
  {
    name: 'ins1_mix_d10_l3_h3_t50K_s572091',
    nines: { add: 5, sub: 5 },
    loss: 6.3e-7,
    notes: '6 failures per million additions, 7 per million subtractions',
    failures: [fails('5068283822+4931712829', '+19099996651'), fails('3761900218-0761808615', '+02000091603')],
  },
  {
    name: 'ins1_mix_d10_l3_h3_t50K_gf_s572091',
    nines: { add: 5, sub: 2 },
    loss: 4e-6,
    notes: '2 failures per million additions, 1196 per million subtractions',
  },
  {
    name: 'ins2_mix_d6_l4_h4_t40K_s372001',
    nines: { add: 5, sub: 5 },
    loss: 1.7e-8,
    notes: '3 failures per million additions, 8 per million subtractions',
    failures: [fails('530757+460849', '+0091606'), fails('261926-161857', '+0000069')],
  },
  {
    name: 'ins3_mix_d6_l4_h3_t40K_s372001',
    nines: { add: 4, sub: 2 },
    loss: 3e-4,
    notes: '17 failures per million additions, 3120 per million subtractions',
    failures: [fails('273257+056745', '+0320002')],
  },
  { name: 'ins4_mix_d6_l3_h4_t30K_s775824', nines: {}, notes: 'its accuracy was not stated' },
  { name: 'ins4_mix_d6_l2_h4_t30K_s775824', nines: {}, notes: 'its accuracy was not stated' },
];

/** What is said of the model of that name; undefined for one that is not among the published. */
export function knownModel(name: string): KnownModel | undefined {
  return KNOWN_MODELS.find((model) => model.name === name);
}

/** The claimed accuracy in words, such as `add 6 nines, sub 5 nines`; empty where none was claimed. */
export function claimText({ nines }: KnownModel): string {
  return Object.entries(nines)
    .map(([operation, count]) => `${operation} ${count} nines`)
    .join(', ');
}
