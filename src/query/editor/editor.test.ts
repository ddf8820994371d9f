import { expect, it } from 'vitest'
import { schemaNamed } from '../schemas/load-schemas.ts'
import { editorOver } from './editor.ts'

const editor = editorOver((name) => schemaNamed(name))

async function labelsAt(language: 'kql' | 'spl', marked: string): Promise<string[]> {
  const offset = marked.indexOf('¦')
  const { completions } = await editor({ language, text: marked.replace('¦', ''), offset })
  return completions.items.map(({ label }) => label)
}

it('KQL: offers columns of the table, operators and tables where they may stand', async () => {
  expect(await labelsAt('kql', 'StorageBlobLogs | where Acc¦')).toContain('AccountName')
  expect(await labelsAt('kql', 'StorageBlobLogs | summ¦')).toContain('summarize')
  expect(await labelsAt('kql', 'Storage¦')).toContain('StorageBlobLogs')
})

it('KQL: replaces what was typed, and puts the caret into the brackets', async () => {
  const text = 'StorageBlobLogs | where tolow'
  const { completions } = await editor({ language: 'kql', text, offset: text.length })
  expect(completions).toMatchObject({ from: 24, to: 29 })
  expect(completions.items).toContainEqual(
    expect.objectContaining({
      kind: 'function',
      insert: expect.stringContaining('tolower('),
      after: expect.stringContaining(')'),
    }),
  )
})

it('KQL: says what the language does not know, with its place', async () => {
  const { diagnostics } = await editor({ language: 'kql', text: 'StorageBlobLogs\n| where Nope == 3' })
  expect(diagnostics).toEqual([
    expect.objectContaining({ from: 24, to: 28, line: 2, column: 9, severity: 'error', code: 'KS142' }),
  ])
})

it('KQL: says what is right in the language and does not run here', async () => {
  const text = 'externaldata(a:string)["https://files.example/x.csv"]'
  const { diagnostics } = await editor({ language: 'kql', text })
  expect(diagnostics).toEqual([expect.objectContaining({ severity: 'error', code: 'not-allowed', line: 1 })])
})

it('SPL: offers commands after a pipe, and says what is no command', async () => {
  expect(await labelsAt('spl', 'index=network | st¦')).toContain('stats')
  const { diagnostics } = await editor({ language: 'spl', text: 'index=network | nonsense x' })
  expect(diagnostics).toEqual([expect.objectContaining({ severity: 'error', line: 1, column: 17 })])
})

it('Sigma: says what is wrong with a rule, with its place', async () => {
  const text =
    'title: x\nlogsource:\n  category: proxy\ndetection:\n  a:\n    c-uri|nonsense: x\n  condition: a\n'
  const { diagnostics, completions } = await editor({ language: 'sigma', text, offset: 3 })
  expect(completions.items).toEqual([])
  expect(diagnostics).toEqual([expect.objectContaining({ severity: 'error', line: 6 })])
})

it.each(['kql', 'spl', 'sigma'] as const)(
  '%s: nothing is written yet, so nothing is wrong',
  async (language) => {
    expect((await editor({ language, text: ' \n', offset: 0 })).diagnostics).toEqual([])
  },
)

it.each(['kql', 'spl'] as const)('%s: answers wherever the caret is in a broken text', async (language) => {
  const text = 'T | where ((a == "x | project b, | summarize by `'
  for (let offset = 0; offset <= text.length; offset += 7) {
    const { diagnostics } = await editor({ language, text, offset })
    expect(diagnostics.length).toBeGreaterThan(0)
  }
})
