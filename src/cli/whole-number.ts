import { InvalidArgumentError } from 'commander'

/** Reads an option's value as a whole number of at least 1. */
export function wholeNumber(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new InvalidArgumentError('It must be a whole number of at least 1.')
}
