/** One step into JSON: a member's name, a position from 0, or every element. */
export type JsonStep = string | number | null

const STEP = /^\.?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^.{}]+)|\{(\d*)\})/

/**
 * The steps of a path of `spath` and the JSON functions; undefined where it is none. Elements count from 0 and `{}` is
 * every element.
 *
 * @example jsonPath('user.roles{}.name') // => ['user', 'roles', null, 'name']
 */
export function jsonPath(path: string): readonly JsonStep[] | undefined {
  const steps: JsonStep[] = []
  let rest = path
  while (rest !== '') {
    const found = STEP.exec(rest)
    if (found === null) return undefined
    const [all, single, double, plain, position] = found
    const name = single ?? double ?? plain
    if (name !== undefined) steps.push(name)
    else steps.push(position === undefined || position === '' ? null : Number(position))
    rest = rest.slice(all.length)
  }
  return steps
}
