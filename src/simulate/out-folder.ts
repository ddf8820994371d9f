import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf, WeighbridgeError } from '../base/errors.ts'
import { TRUTH_FILE } from './truth.ts'

/** All that a simulation puts into its folder: only these are ever removed. */
const OURS = ['logs', 'directory', 'organisation', TRUTH_FILE] as const

/**
 * Makes `out` ready: it is created, or emptied where it holds an earlier simulation (told by its truth.json
 * and by nothing else lying beside). Any other content is left alone and refused with `bad-usage`.
 */
export async function claimOutFolder(out: string): Promise<void> {
  let names: string[]
  try {
    await mkdir(out, { recursive: true })
    names = await readdir(out)
  } catch (error) {
    throw new WeighbridgeError('bad-usage', `The folder ${out} cannot be written: ${messageOf(error)}.`, {
      cause: error,
    })
  }
  const foreign = names.find((name) => !OURS.some((ours) => ours === name))
  if (foreign !== undefined || (names.length > 0 && !(await holdsTruth(out))))
    throw new WeighbridgeError(
      'bad-usage',
      `The folder ${out} holds something that is no earlier simulation (${foreign ?? names[0]}); name an empty or a new one.`,
    )
  for (const name of OURS) await rm(join(out, name), { recursive: true, force: true })
}

async function holdsTruth(out: string): Promise<boolean> {
  try {
    const truth: unknown = JSON.parse(await readFile(join(out, TRUTH_FILE), 'utf8'))
    return typeof truth === 'object' && truth !== null && 'scenario' in truth && 'seed' in truth
  } catch {
    return false
  }
}
