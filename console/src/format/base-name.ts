/**
 * What a file is called, without the folders it lies in.
 *
 * @example baseName('/srv/logs/destinations.csv') // => 'destinations.csv'
 */
export function baseName(path: string): string {
  return path.split('/').at(-1) || path
}
