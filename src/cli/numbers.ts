import { InvalidArgumentError } from 'commander';

/** An option that takes a whole number of 0 or more. */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new InvalidArgumentError('expected a whole number of 0 or more');
}

/** An option that takes a number which is not below another. */
export function numberFrom(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() !== '' && Number.isFinite(number) && number >= least) return number;
    throw new InvalidArgumentError(`expected a number of ${least} or more`);
  };
}

/** An option that takes numbers of neurons, such as `3,5`. */
export function neuronList(text: string): number[] {
  return text.split(',').map((part) => wholeNumber(part.trim()));
}
