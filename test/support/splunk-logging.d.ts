/** The parts of Splunk's client that the tests use; the package has no types of its own. */
declare module 'splunk-logging' {
  export class Logger {
    constructor(config: Readonly<Record<string, unknown>>)
    eventFormatter: (message: unknown) => unknown
    error: (error: unknown) => void
    send(context: { readonly message: unknown; readonly metadata?: Readonly<Record<string, unknown>> }): void
    flush(done: (error: unknown, answer: unknown, body: { code?: number } | undefined) => void): void
  }
}
