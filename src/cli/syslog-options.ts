import type { Command } from 'commander'
import { WeighbridgeError } from '../base/errors.ts'
import { type IntakeAddress, isLoopback, readIntakeAddress } from '../server/intake/intake-address.ts'
import { readPem } from './read-pem.ts'

/** The options of a command that can listen for syslog. */
export interface SyslogFlags {
  readonly syslog?: string
  readonly syslogCert?: string
  readonly syslogKey?: string
  readonly syslogCa?: string
  readonly syslogInsecure?: true
}

/** Where to listen for syslog, and with which certificates. */
export interface SyslogPlace {
  readonly address: IntakeAddress
  readonly tls: { readonly cert: string; readonly key: string; readonly ca?: string } | undefined
}

/** Adds `--syslog` and what belongs to it. */
export function withSyslogOptions(command: Command): Command {
  return command
    .option('--syslog <[host:]port>', 'also listen for syslog over TCP or TLS; off where left out')
    .option('--syslog-cert <file>', 'PEM certificate chain: listen with TLS')
    .option('--syslog-key <file>', 'PEM private key of the certificate')
    .option('--syslog-ca <file>', 'PEM certificates of the authority whose senders may connect')
    .option('--syslog-insecure', 'let everybody send who can reach it')
}

/**
 * What the options ask for; null where syslog shall not be listened for. Syslog has no tokens: who may send is who can
 * reach it, or who shows a certificate.
 *
 * @throws WeighbridgeError `bad-usage`
 */
export function syslogPlace(flags: SyslogFlags): SyslogPlace | null {
  const { syslog, syslogCert, syslogKey, syslogCa, syslogInsecure } = flags
  if (syslog === undefined) {
    if ([syslogCert, syslogKey, syslogCa, syslogInsecure].every((flag) => flag === undefined)) return null
    throw new WeighbridgeError(
      'bad-usage',
      '--syslog-cert, --syslog-key, --syslog-ca and --syslog-insecure need --syslog [HOST:]PORT.',
    )
  }
  if ((syslogCert === undefined) !== (syslogKey === undefined)) {
    throw new WeighbridgeError('bad-usage', '--syslog-cert and --syslog-key belong together; give both.')
  }
  if (syslogCa !== undefined && syslogCert === undefined) {
    throw new WeighbridgeError('bad-usage', '--syslog-ca needs --syslog-cert and --syslog-key.')
  }
  const address = readIntakeAddress(syslog)
  if (syslogCa === undefined && !isLoopback(address.host) && syslogInsecure === undefined) {
    throw new WeighbridgeError(
      'bad-usage',
      `Whoever can reach ${address.host} could send logs as anybody; give --syslog-cert, --syslog-key and --syslog-ca, or --syslog-insecure if only the right ones can reach it.`,
    )
  }
  if (syslogCert === undefined || syslogKey === undefined) return { address, tls: undefined }
  const tls = { cert: readPem(syslogCert, '--syslog-cert'), key: readPem(syslogKey, '--syslog-key') }
  return {
    address,
    tls: syslogCa === undefined ? tls : { ...tls, ca: readPem(syslogCa, '--syslog-ca') },
  }
}
