/** The same values, the next one being made while the caller works on the last. */
export async function* prefetched<Value>(values: AsyncIterable<Value>): AsyncGenerator<Value> {
  const iterator = values[Symbol.asyncIterator]()
  let next = iterator.next()
  for (;;) {
    const result = await next
    if (result.done === true) return
    next = iterator.next()
    // A failure while the caller works is reported when the caller asks for the next value.
    next.catch(() => undefined)
    yield result.value
  }
}
