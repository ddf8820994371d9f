import { Client } from 'pg'

type Connected = ((error: Error) => void) | ((error: null, client: Client) => void)

/**
 * A connection that hangs up when it cannot be made. The driver's own keeps the socket, and with it the process, for
 * as long as the server waits, e.g. a minute for the password that was not given.
 */
export class HangingUpClient extends Client {
  override connect(): Promise<Client>
  override connect(callback: Connected): void
  override connect(callback?: Connected): Promise<Client> | undefined {
    const connected = super.connect().catch((error: Error) => {
      // What comes after the first error is of no interest, and without a listener it would end the process.
      this.on('error', () => undefined)
      void this.end()
      throw error
    })
    if (callback === undefined) return connected
    const call = callback as (error: Error | null, client?: Client) => void
    connected.then((client) => call(null, client), call)
    return undefined
  }
}
