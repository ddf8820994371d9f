import type { Command } from 'commander'
import { WeighbridgeError } from '../base/errors.ts'
import { type IntakeAddress, isLoopback, readIntakeAddress } from '../server/intake/intake-address.ts'
import { readPem } from './read-pem.ts'

/** The options of a command that can listen for logs. */
export interface IntakeFlags {
  readonly intake?: string
  readonly intakeCert?: string
  readonly intakeKey?: string
  readonly intakeInsecure?: true
}

/** Where to listen for logs, and with which certificate. */
export interface IntakePlace {
  readonly address: IntakeAddress
  readonly tls: { readonly cert: string; readonly key: string } | undefined
}

/** Adds `--intake` and what belongs to it. */
export function withIntakeOptions(command: Command): Command {
  return command
    .option('--intake <[host:]port>', 'also listen for logs (see docs/sending-logs.md); off where left out')
    .option('--intake-cert <file>', 'PEM certificate chain: listen with TLS')
    .option('--intake-key <file>', 'PEM private key of the certificate')
    .option('--intake-insecure', 'listen without TLS although others than this machine can reach it')
}

/**
 * What the options ask for; null where nothing shall be listened for.
 *
 * @throws WeighbridgeError `bad-usage`
 */
export function intakePlace(flags: IntakeFlags): IntakePlace | null {
  const { intake, intakeCert, intakeKey, intakeInsecure } = flags
  if (intake === undefined) {
    if (intakeCert === undefined && intakeKey === undefined && intakeInsecure === undefined) return null
    throw new WeighbridgeError(
      'bad-usage',
      '--intake-cert, --intake-key and --intake-insecure need --intake [HOST:]PORT.',
    )
  }
  if ((intakeCert === undefined) !== (intakeKey === undefined)) {
    throw new WeighbridgeError('bad-usage', '--intake-cert and --intake-key belong together; give both.')
  }
  const address = readIntakeAddress(intake)
  const tls =
    intakeCert === undefined || intakeKey === undefined
      ? undefined
      : { cert: readPem(intakeCert, '--intake-cert'), key: readPem(intakeKey, '--intake-key') }
  if (tls === undefined && !isLoopback(address.host) && intakeInsecure === undefined) {
    throw new WeighbridgeError(
      'bad-usage',
      `Others than this machine can reach ${address.host}, and tokens and logs would go over the network unencrypted; give --intake-cert and --intake-key, or --intake-insecure if something in front of it encrypts.`,
    )
  }
  return { address, tls }
}
