import { fileURLToPath } from 'node:url'

/** Where the built console stands, seen from the sources and from the build alike. */
export const CONSOLE_DIR = fileURLToPath(new URL('../../dist/console', import.meta.url))
