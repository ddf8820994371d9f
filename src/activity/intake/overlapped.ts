/**
 * Works on up to `depth` values at a time; yields each with its result, in the order of the values. After a failure
 * nothing is left running.
 */
export async function* overlapped<Value, Result>(
  values: AsyncIterable<Value>,
  depth: number,
  work: (value: Value) => Promise<Result>,
): AsyncGenerator<readonly [Value, Result]> {
  const running: Promise<readonly [Value, Result]>[] = []
  try {
    for await (const value of values) {
      const task = work(value).then((result) => [value, result] as const)
      // Its failure is reported when its turn comes.
      task.catch(() => undefined)
      running.push(task)
      const first = running.length < depth ? undefined : running.shift()
      if (first !== undefined) yield await first
    }
    for (let first = running.shift(); first !== undefined; first = running.shift()) yield await first
  } finally {
    await Promise.allSettled(running)
  }
}
