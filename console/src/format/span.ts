/** A span of seconds in its largest unit; nothing for none. */
export function formatSpan(seconds: number | null): string {
  if (seconds === null) return ''
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} days`
}
