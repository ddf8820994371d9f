import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Whether certificates can be made here. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0

/** Names of the certificates of {@link makeCertificates}. */
type Name = 'ca' | 'server' | 'gw1' | 'other'

/** PEM texts of an authority, of a server and a sender it signed, and of a stranger. */
export interface Certificates {
  cert(name: Name): string
  key(name: Name): string
}

/** Makes certificates for a test, valid for two days, as files `NAME.pem` and `NAME.key` of a folder. */
export function makeCertificates(folder: string): Certificates {
  const openssl = (...args: string[]) => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
  }
  const fresh = ['-newkey', 'rsa:2048', '-nodes']
  for (const name of ['ca', 'other'])
    openssl(
      'req',
      '-x509',
      ...fresh,
      '-days',
      '2',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-subj',
      `/CN=${name}`,
    )
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2']
  for (const name of ['server', 'gw1']) {
    openssl('req', ...fresh, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
    openssl('x509', '-req', '-in', `${name}.csr`, ...signed, '-out', `${name}.pem`)
  }
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  return { cert: (name) => read(`${name}.pem`), key: (name) => read(`${name}.key`) }
}
