import { type FileHandle, open } from 'node:fs/promises'
import { messageOf, WeighbridgeError } from '../../../base/errors.ts'
import type { InputPath } from '../expand-paths.ts'
import { HEAD_BYTES } from '../head.ts'
import { fileCursor, fill, interruptible } from '../input-bytes.ts'
import { isPlain } from '../open-inputs.ts'
import { type FileResult, nothingTaken } from '../result.ts'
import { beginTaking, type Taking, takeRest } from '../take-file.ts'
import { takeInput } from '../take-input.ts'
import type { FollowTaker } from './follow-taker.ts'
import { isSame, type Look, lookThrough } from './look.ts'
import { takeRotatedAway } from './rotated-away.ts'

/** A file that has come to rest for so long is not being written. */
const SETTLED_MS = 2000

/** One file, whatever it is called, from when it is found until it is gone. */
export interface FollowedFile {
  /** Where it lies; under its last path where it has none any more. */
  place: InputPath
  /** When it last changed, as `performance.now()` counts. */
  changedAt: number
  /** When it was renamed or lost its place, until its last line is taken; null before and after. */
  leftAt: number | null
  readonly isOpen: boolean
  /**
   * Takes what is new.
   *
   * @param tail a last line without a newline is left as long as the rest of it may come.
   */
  take(look: Look, tail: 'take' | 'leave'): AsyncGenerator<FileResult>
  /** How it looks through its descriptor; null where it has none. */
  look(): Promise<Look | null>
  close(): Promise<void>
}

/** A file to follow. */
export function followedFile(taker: FollowTaker, at: InputPath): FollowedFile {
  const { stores, signal } = taker
  let file: FileHandle | null = null
  let taking: Taking | null = null
  let seen: Look | null = null
  /** The look at which everything was taken. */
  let taken: Look | null = null
  let complained = ''

  async function* take(look: Look, tail: 'take' | 'leave'): AsyncGenerator<FileResult> {
    const changed = !isSame(look, seen)
    if (changed) followed.changedAt = performance.now()
    seen = look
    if (isSame(look, taken) && tail === 'leave') return
    try {
      file ??= await openAs(look, followed.place.path)
      // Another file came to lie there meanwhile; the next look finds that one.
      if (file === null) return
      yield* takeFrom(file, look, tail, changed && tail === 'leave' && Date.now() - look.mtimeMs < SETTLED_MS)
    } catch (error) {
      if (error instanceof WeighbridgeError) throw error
      yield* complain('error', `it cannot be read: ${messageOf(error)}`)
    }
  }

  async function* takeFrom(from: FileHandle, look: Look, tail: 'take' | 'leave', mayGrow: boolean) {
    if (taking !== null && !(await holds(from, taking))) {
      // Emptied, and what it held copied elsewhere: there may be lines in the copy that were not read here.
      taking = null
      yield* takeRotatedAway(taker, followed.place.path)
    }
    if (taking === null) {
      const head = await headOf(from)
      if (isPlain(head)) {
        const log = logIn(head, tail)
        if ('log' in log) return yield* takeLines(from, look, tail, head, log.log)
        if (!('directory' in log)) {
          taken = look
          if ('unknown' in log) yield* complain(followed.place.named ? 'error' : 'skipped', log.unknown)
          return
        }
      }
      return yield* takeWhole(from, look, mayGrow)
    }
    const result = await takeMore(from, look, tail, taking, 0)
    if (result.lines > 0) yield result
  }

  /** What the beginning says; nothing yet as long as the first line may still grow. */
  function logIn(head: Buffer, tail: 'take' | 'leave') {
    if (tail === 'leave' && head.length < HEAD_BYTES && !head.includes(10)) return { empty: true } as const
    return taker.recognise(head, followed.place.path)
  }

  async function* takeLines(
    from: FileHandle,
    look: Look,
    tail: 'take' | 'leave',
    head: Buffer,
    log: Taking['log'],
  ): AsyncGenerator<FileResult> {
    const input = { name: followed.place.name, cursor: fileCursor(from), head, size: look.size }
    const begun = await beginTaking(stores, input, log)
    // Something new lies where perhaps something else was read before.
    if (begun.progress.confirmed === 0) yield* takeRotatedAway(taker, followed.place.path)
    yield await takeMore(from, look, tail, begun, begun.progress.lines)
  }

  async function takeMore(
    from: FileHandle,
    look: Look,
    tail: 'take' | 'leave',
    so: Taking,
    before: number,
  ): Promise<FileResult> {
    const began = performance.now()
    const { name } = followed.place
    const options = { tail, onProgress: taker.onProgress, size: look.size, storedSize: look.size }
    // Should it fail half way, what the journal holds counts.
    taking = null
    // Of a file that is gone there is no later.
    const cursor = tail === 'take' ? fileCursor(from) : interruptible(fileCursor(from), signal)
    const { counts, taking: now } = await takeRest(stores, { ...so, name }, cursor, options)
    // The prefix is past what was taken where a line too long to hold has no end yet.
    if (now.prefix.digest() === now.progress.prefixHash || now.progress.confirmed === 0) taking = now
    taken = look
    complained = ''
    return {
      file: name,
      source: now.log.source.name,
      ...counts,
      lines: before + counts.lines,
      duplicates: before + counts.duplicates,
      seconds: (performance.now() - began) / 1000,
    }
  }

  /** What cannot be read on is taken anew as a whole, once it has come to rest. */
  async function* takeWhole(from: FileHandle, look: Look, mayGrow: boolean): AsyncGenerator<FileResult> {
    if (mayGrow || isSame(look, taken)) return
    const { name } = followed.place
    const bytes = async () => ({ name, ...look, storedSize: look.size, open: async () => fileCursor(from) })
    for await (const result of takeInput(taker, followed.place, bytes)) {
      if (result.lines > result.duplicates || result.error !== undefined || taken === null) yield result
    }
    taken = look
  }

  /** A file may be emptied, and grow past where it was before anybody looks. */
  async function holds(from: FileHandle, { progress, prefix }: Taking): Promise<boolean> {
    const before = Buffer.alloc(prefix.last.length)
    const { bytesRead } = await from.read(before, 0, before.length, progress.confirmed - before.length)
    return before.subarray(0, bytesRead).equals(prefix.last)
  }

  async function* complain(how: 'error' | 'skipped', sentence: string): AsyncGenerator<FileResult> {
    if (complained === sentence) return
    complained = sentence
    yield { ...nothingTaken(followed.place.name), [how]: sentence }
  }

  const followed: FollowedFile = {
    place: at,
    changedAt: performance.now(),
    leftAt: null,
    get isOpen() {
      return file !== null
    },
    take,
    async look() {
      return file === null ? null : await lookThrough(file)
    },
    async close() {
      const open = file
      file = null
      await open?.close()
    },
  }
  return followed
}

async function openAs({ key }: Look, path: string): Promise<FileHandle | null> {
  const file = await open(path)
  if ((await lookThrough(file)).key === key) return file
  await file.close()
  return null
}

async function headOf(file: FileHandle): Promise<Buffer> {
  const head = Buffer.alloc(HEAD_BYTES)
  return head.subarray(0, await fill(fileCursor(file), head))
}
