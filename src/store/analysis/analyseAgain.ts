/** How messages about an analysis that cannot be read end. */
export const ANALYSE_AGAIN = 'analyse it again (quanta analyse)';
