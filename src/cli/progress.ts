import type { Progress } from '../activity/intake/result.ts'
import { formatBytes, formatCount } from '../base/bytes.ts'

/** Without a terminal a line is written at most this often. */
const PLAIN_EVERY_MS = 10_000

/** How far a long command is, on standard error: one line that moves on a terminal, plain lines otherwise. */
export interface ProgressLine {
  plan(inputs: number, bytes: number): void
  update(progress: Progress): void
  /** Clears the moving line, so that a result can be printed. */
  clear(): void
}

/** A progress line over all inputs of one command. */
export function progressLine(
  stream: NodeJS.WriteStream,
  now: () => number = performance.now.bind(performance),
): ProgressLine {
  const began = now()
  let total = 0
  /** Bytes of inputs that are done, and of the one under way. */
  let before = 0
  let current: Progress | null = null
  let lastShown = began
  return {
    plan(_inputs, bytes) {
      total = bytes
    },
    update(progress) {
      if (current !== null && current.file !== progress.file) before += current.totalBytes ?? current.bytes
      current = progress
      if (!stream.isTTY && now() - lastShown < PLAIN_EVERY_MS) return
      lastShown = now()
      const text = describe(progress, before + progress.bytes, total, (now() - began) / 1000)
      stream.write(
        stream.isTTY ? `\r\u001b[2K${text.slice(0, Math.max(20, stream.columns - 1))}` : `${text}\n`,
      )
    },
    clear() {
      if (stream.isTTY) stream.write('\r\u001b[2K')
    },
  }
}

function describe(progress: Progress, done: number, total: number, seconds: number): string {
  const rate = done / Math.max(seconds, 0.001)
  const left = total > done && rate > 0 ? `, ${formatDuration((total - done) / rate)} left` : ''
  const share = total > 0 ? ` of ${formatBytes(total)}` : ''
  return `${formatBytes(done)}${share}, ${formatBytes(rate)}/s${left}: ${progress.file} (${progress.source}, ${formatCount(progress.lines)} lines)`
}

/**
 * Seconds for people.
 *
 * @example formatDuration(95) // => '1 min 35 s'
 */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
