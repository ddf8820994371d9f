import { type Source, sourceSchema } from '../sources/source.ts'

/** What lines go to that no source recognises: each becomes a reject, so that none is lost. */
export const UNKNOWN: Source = sourceSchema.parse({
  name: 'unknown',
  title: 'Lines of no known format',
  about: 'Delivered lines that no source recognises.',
  system: '',
  recognise: { line: '^' },
  reject: [{ when: '1', reason: 'no source recognises it' }],
  activity: 'web',
  // Never read, since every line is rejected before; the engine wants their types.
  columns: { time: `now64(3, 'UTC')`, host: `''`, bytes_out: '0' },
})
