import { type Command, InvalidArgumentError } from 'commander'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { type IntakeFlags, intakePlace, withIntakeOptions } from '../intake-options.ts'
import { print, printJson } from '../output.ts'
import { runDetection } from '../run-detection.ts'
import { DEFAULT_PORT, serveUntilStopped } from '../serving.ts'
import { type SyslogFlags, syslogPlace, withSyslogOptions } from '../syslog-options.ts'
import { wholeNumber } from '../whole-number.ts'
import { withStores } from '../with-stores.ts'

export const serve: CliCommand = {
  register(program: Command) {
    withSyslogOptions(withIntakeOptions(withCommonOptions(program.command('serve'))))
      .description('serve the console and its API on 127.0.0.1')
      .option('--port <n>', 'port to listen on; 0 takes any free one', port, DEFAULT_PORT)
      .option('--detect-every <minutes>', 'how often to run the rules while logs come in', wholeNumber, 5)
      .action(
        async (
          options: CommonOptions & IntakeFlags & SyslogFlags & { port: number; detectEvery: number },
        ) => {
          const places = { intake: intakePlace(options), syslog: syslogPlace(options) }
          await withStores(options.data, async (stores) => {
            await runDetection(stores)
            await serveUntilStopped(
              stores,
              { ...options, places, detectEveryMinutes: options.detectEvery },
              ({ url }, listening) => {
                const [intake, syslog] = [listening?.intake ?? null, listening?.syslog ?? null]
                if (options.json) {
                  printJson({ url, ...(intake && { intake }), ...(syslog && { syslog }) })
                  return
                }
                print(`The console is at ${url} (Ctrl-C ends it).`)
                if (intake !== null) print(`Logs are taken at ${intake}.`)
                if (syslog !== null) print(`Syslog is taken at ${syslog}.`)
              },
            )
          })
        },
      )
  },
}

/** Reads an option's value as a port number. */
export function port(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value
  throw new InvalidArgumentError('It must be a port, 0 to 65535.')
}
