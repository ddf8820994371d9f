import { Command, CommanderError } from 'commander'
import { messageOf, WeighbridgeError } from '../base/errors.ts'
import type { CliCommand } from './command.ts'
import { backup } from './commands/backup.ts'
import { bench } from './commands/bench.ts'
import { budget } from './commands/budget.ts'
import { caseCommand } from './commands/case.ts'
import { clusters } from './commands/clusters.ts'
import { compileCommand } from './commands/compile.ts'
import { demo } from './commands/demo.ts'
import { destinationsCommand } from './commands/destinations.ts'
import { detectCommand } from './commands/detect.ts'
import { doctor } from './commands/doctor.ts'
import { exceptions } from './commands/exceptions.ts'
import { feedback } from './commands/feedback.ts'
import { health } from './commands/health.ts'
import { ingestCommand } from './commands/ingest.ts'
import { move } from './commands/move.ts'
import { query } from './commands/query.ts'
import { rejects } from './commands/rejects.ts'
import { restore } from './commands/restore.ts'
import { retention } from './commands/retention.ts'
import { review } from './commands/review.ts'
import { rulesCommand } from './commands/rules.ts'
import { schemas } from './commands/schemas.ts'
import { scoreCommand } from './commands/score.ts'
import { serve } from './commands/serve.ts'
import { simulateCommand } from './commands/simulate.ts'
import { sources } from './commands/sources.ts'
import { thresholds } from './commands/thresholds.ts'
import { tokens } from './commands/tokens.ts'
import { verdict } from './commands/verdict.ts'
import { EXIT, EXIT_OF } from './exit-codes.ts'
import { version } from './version.ts'

const COMMANDS: readonly CliCommand[] = [
  demo,
  simulateCommand,
  ingestCommand,
  sources,
  health,
  rejects,
  detectCommand,
  rulesCommand,
  caseCommand,
  review,
  clusters,
  scoreCommand,
  verdict,
  exceptions,
  destinationsCommand,
  budget,
  thresholds,
  feedback,
  query,
  compileCommand,
  schemas,
  retention,
  backup,
  restore,
  move,
  serve,
  tokens,
  doctor,
  bench,
]

const program = new Command('weighbridge')
  .description(
    'Weighs everything that leaves: model weights, training data, and what the inference API gives away.',
  )
  .version(version())
  .showHelpAfterError('(weighbridge COMMAND --help shows how it is used)')
  .showSuggestionAfterError()
  .exitOverride()
for (const command of COMMANDS) command.register(program)

// A reader that stops early, e.g. `| head`, is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok)
  throw error
})

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error)
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  process.stderr.write(`weighbridge: ${messageOf(error)}\n`)
  if (error instanceof WeighbridgeError) return EXIT_OF[error.code]
  if (process.env['WEIGHBRIDGE_DEBUG'] !== undefined && error instanceof Error)
    process.stderr.write(`${error.stack}\n`)
  return EXIT.failed
}
