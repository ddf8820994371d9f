import { type SignatureTable, takes } from './signature.ts'

/** Bitwise functions over long. */
export const BINARY_FUNCTIONS: SignatureTable = {
  binary_and: takes(['integer', 'integer'], 'long'),
  binary_or: takes(['integer', 'integer'], 'long'),
  binary_xor: takes(['integer', 'integer'], 'long'),
  binary_not: takes(['integer'], 'long'),
  binary_shift_left: takes(['integer', 'integer'], 'long'),
  binary_shift_right: takes(['integer', 'integer'], 'long'),
  bitset_count_ones: takes(['integer'], 'long'),
}
