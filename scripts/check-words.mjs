/**
 * `node scripts/check-words.mjs [folder]`: no file may say where it was made: paths of somebody's machine, or the package registry behind it.
 * The patterns are built from pieces, so that this file does not hold what it looks for.
 */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { filesUnder } from './content-hash.mjs'
import { ROOT } from './root.mjs'

const START = '(?<![\\w./@:-])'
const FORBIDDEN = [
  {
    what: "a path of somebody's machine",
    pattern: new RegExp(`${START}/(${['work', 'home', 'Users', 'root'].join('|')})/[\\w.-]`),
  },
  {
    what: 'a path of a temporary folder',
    pattern: new RegExp(`${START}/(${['tmp', 'var/folders'].join('|')})/[\\w.-]`),
  },
  {
    what: 'the host of a package registry',
    pattern: new RegExp(['registry', '(npmjs|yarnpkg|npmmirror)'].join('\\.')),
  },
  {
    what: 'the host of a package mirror',
    pattern: new RegExp(
      ['(artifactory|nexus|verdaccio|npm)', '[\\w-]+', '(local|internal|corp)\\b'].join('[.-]'),
    ),
  },
]
const BINARY = /\.(png|jpg|ico|woff2?|gz|zip|parquet|safetensors|gguf)$/

const root = resolve(process.argv[2] ?? ROOT)
const files = filesUnder('.', root).filter((file) => !BINARY.test(file))
const found = files.flatMap((file) => wordsIn(file, readFileSync(join(root, file), 'utf8')))
for (const { file, line, what, text } of found) console.log(`${file}:${line}  ${what}: ${text}`)
console.log(`${files.length} files, ${found.length} words too many`)
process.exitCode = found.length > 0 || files.length === 0 ? 1 : 0

function wordsIn(file, content) {
  return content.split('\n').flatMap((row, at) =>
    FORBIDDEN.filter(({ pattern }) => pattern.test(row)).map(({ what, pattern }) => ({
      file,
      line: at + 1,
      what,
      text: pattern.exec(row)[0],
    })),
  )
}
