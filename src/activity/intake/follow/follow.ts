import { setTimeout as pause } from 'node:timers/promises'
import type { Stores } from '../../../store/stores.ts'
import { loadSources } from '../../sources/registry.ts'
import { recogniserOf } from '../recognise-input.ts'
import { recordInputs } from '../record-inputs.ts'
import { type FileResult, nothingTaken, type Progress } from '../result.ts'
import { type Found, findFollowed, lookAt } from './find-followed.ts'
import type { FollowTaker } from './follow-taker.ts'
import { type FollowedFile, followedFile } from './followed-file.ts'
import { mergedResults } from './merged-results.ts'
import { movedTo } from './rotated-away.ts'

/** How often files are looked at. Asking for their size works on every file system; notices do not. */
const LOOK_MS = 1000

/** Looking for new files may take this share of the time. */
const FINDING_SHARE = 0.1

/** Descriptors kept: what is written to a file after it was renamed or removed is read through them. */
const MOST_OPEN = 200

/** A file that was rotated away and does not change for so long is finished; whoever writes it may notice late. */
const QUIET_MS = 60_000

/** Passing results on may take this share of the time: the roll-ups of a long day are rebuilt less often. */
const PASSING_SHARE = 0.25

export interface FollowOptions {
  readonly source?: string | undefined
  readonly dataDir?: string
  readonly onProgress?: (progress: Progress) => void
  /** Results are given together, at most this often. */
  readonly everyMs: number
  /** How often files are looked at, and how long a file must be quiet to be finished; for tests. */
  readonly lookMs?: number
  readonly quietMs?: number
  /** Ends it after the block under way. */
  readonly signal: AbortSignal
}

/**
 * Reads files as they grow until the signal comes: across rotation by renaming and by emptying, with files that
 * appear and vanish. Yields what became of the new lines, one result a file, pass after pass. A last line without a
 * newline waits until its rest comes or the file was rotated away.
 */
export async function* follow(
  stores: Stores,
  paths: readonly string[],
  options: FollowOptions,
): AsyncGenerator<readonly FileResult[]> {
  const { everyMs, lookMs = LOOK_MS, quietMs = QUIET_MS, signal } = options
  const files = new Map<string, FollowedFile>()
  const taker: FollowTaker = {
    stores,
    recognise: recogniserOf(loadSources(options.dataDir), options.source),
    onProgress: options.onProgress ?? (() => undefined),
    signal,
    isFollowed: (look) => files.has(look.key),
  }
  const finder = finderOf(paths, options.dataDir)
  const pass = mergedResults()
  let nextPass = Number.NEGATIVE_INFINITY
  try {
    while (!signal.aborted) {
      const began = performance.now()
      for await (const result of look(taker, files, await lookAt(await finder.find()), quietMs))
        pass.add(result)
      for (const result of finder.missing()) pass.add(result)
      if (performance.now() >= nextPass && !pass.isEmpty()) {
        const passing = performance.now()
        await recordInputs(stores)
        yield pass.take()
        const passed = performance.now()
        nextPass = passed + Math.max(everyMs, (passed - passing) / PASSING_SHARE)
      }
      await closeMany(files)
      // Looking never takes more than half of the time.
      await pause(Math.max(lookMs, performance.now() - began), undefined, { signal }).catch(() => undefined)
    }
    for await (const result of finish(files)) pass.add(result)
    await recordInputs(stores)
    if (!pass.isEmpty()) yield pass.take()
  } finally {
    for (const file of files.values()) await file.close()
  }
}

/** Takes what is new: first of files that lie nowhere any more, then of those that are there. */
async function* look(
  taker: FollowTaker,
  files: Map<string, FollowedFile>,
  found: ReadonlyMap<string, Found>,
  quietMs: number,
): AsyncGenerator<FileResult> {
  for (const [key, file] of files) {
    if (taker.signal.aborted) return
    if (!found.has(key)) yield* takeGone(files, key, file, quietMs)
  }
  for (const [key, { place, look }] of found) {
    if (taker.signal.aborted) return
    const file = files.get(key) ?? followedFile(taker, place)
    files.set(key, file)
    if (file.place.path !== place.path) file.leftAt = performance.now()
    file.place = place
    yield* file.take(look, 'leave')
    if (!isQuiet(file, quietMs)) continue
    yield* file.take(look, 'take')
    file.leftAt = null
  }
}

/** Takes the rest of a file that was renamed or removed, and gives it up once nothing more comes. */
async function* takeGone(
  files: Map<string, FollowedFile>,
  key: string,
  file: FollowedFile,
  quietMs: number,
): AsyncGenerator<FileResult> {
  if (!file.isOpen) {
    const path = await movedTo(file.place.path, key)
    if (path === null) {
      files.delete(key)
      yield {
        ...nothingTaken(file.place.name),
        skipped: 'it is gone; lines written to it in the last second may not have been read',
      }
      return
    }
    file.place = { ...file.place, path }
  }
  const look = (await file.look()) ?? (await lookAt([file.place])).get(key)?.look
  if (look === undefined) return
  file.leftAt ??= performance.now()
  yield* file.take(look, 'leave')
  if (!isQuiet(file, quietMs)) return
  yield* file.take(look, 'take')
  files.delete(key)
  await file.close()
}

/** True where a file was rotated away and nothing was written to it for long. */
function isQuiet({ leftAt, changedAt }: FollowedFile, quietMs: number): boolean {
  return leftAt !== null && performance.now() - Math.max(leftAt, changedAt) > quietMs
}

/** The signal came: whatever lies nowhere any more cannot be read again, so its last line is taken as it is. */
async function* finish(files: Map<string, FollowedFile>): AsyncGenerator<FileResult> {
  const there = await lookAt([...files.values()].map((file) => file.place))
  for (const [key, file] of files) {
    const look = there.has(key) ? null : await file.look()
    if (look !== null) yield* file.take(look, 'take')
  }
}

/** Finds files as often as that takes little time, and says once of each path that nothing is there. */
function finderOf(paths: readonly string[], dataDir: string | undefined) {
  let places: Awaited<ReturnType<typeof findFollowed>> = []
  let next = Number.NEGATIVE_INFINITY
  const said = new Set<string>()
  let missing: FileResult[] = []
  return {
    async find() {
      const began = performance.now()
      if (began < next) return places
      places = await findFollowed(paths, dataDir, (path, { code, message }) => {
        if (said.has(path)) return
        said.add(path)
        const why =
          code === 'not-found'
            ? { skipped: 'nothing is there yet; it is taken once it appears' }
            : { error: message }
        missing.push({ ...nothingTaken(path), ...why })
      })
      next = began + (performance.now() - began) / FINDING_SHARE
      return places
    },
    missing(): FileResult[] {
      const all = missing
      missing = []
      return all
    },
  }
}

/** Closes the files that have not changed for longest, so that descriptors do not run out. */
async function closeMany(files: ReadonlyMap<string, FollowedFile>): Promise<void> {
  const open = [...files.values()].filter((file) => file.isOpen)
  const idle = open.sort((left, right) => left.changedAt - right.changedAt)
  for (const file of idle.slice(0, Math.max(0, open.length - MOST_OPEN))) await file.close()
}
