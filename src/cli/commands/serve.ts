import { type Command, InvalidArgumentError } from 'commander'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { type IntakeFlags, intakePlace, withIntakeOptions } from '../intake-options.ts'
import { print, printJson } from '../output.ts'
import { runDetection } from '../run-detection.ts'
import { DEFAULT_PORT, serveUntilStopped } from '../serving.ts'
import { withStores } from '../with-stores.ts'

export const serve: CliCommand = {
  register(program: Command) {
    withIntakeOptions(withCommonOptions(program.command('serve')))
      .description('serve the console and its API on 127.0.0.1')
      .option('--port <n>', 'port to listen on; 0 takes any free one', port, DEFAULT_PORT)
      .action(async (options: CommonOptions & IntakeFlags & { port: number }) => {
        const place = intakePlace(options)
        await withStores(options.data, async (stores) => {
          await runDetection(stores)
          await serveUntilStopped(stores, { ...options, place }, ({ url }, intake) => {
            if (options.json) printJson({ url, ...(intake === null ? {} : { intake: intake.url }) })
            else print(`The console is at ${url} (Ctrl-C ends it).`)
            if (intake !== null && !options.json) print(`Logs are taken at ${intake.url}.`)
          })
        })
      })
  },
}

/** Reads an option's value as a port number. */
export function port(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value
  throw new InvalidArgumentError('It must be a port, 0 to 65535.')
}
