import { describe, expect, it } from 'vitest'
import { schemaNamed } from '../schemas/load-schemas.ts'
import { splHelp } from './editor.ts'

const schema = schemaNamed('splunk')

/** Labels that are offered at the `^` of a text. */
async function offered(text: string): Promise<string[]> {
  const offset = text.indexOf('^')
  const { completions } = await splHelp(text.replace('^', ''), offset, schema)
  return completions.items.map(({ label }) => label)
}

describe('completion of searches', () => {
  it('offers commands after a pipe, those that hold what is typed', async () => {
    expect(await offered('index=network | stat^')).toEqual([
      'eventstats',
      'mstats',
      'stats',
      'streamstats',
      'tstats',
    ])
    expect(await offered('index=network | ^')).toContain('rex')
  })

  it('offers indexes, sourcetypes and data models after their option', async () => {
    expect(await offered('index=mlp^')).toEqual(['mlplatform'])
    expect(await offered('index=mlplatform sourcetype=api^')).toEqual(['api_access'])
    expect(await offered('| tstats count from datamodel=Endpoint.Proc^')).toEqual(['Endpoint.Processes'])
  })

  it('offers the fields that the search before the pipe gives', async () => {
    const fields = await offered('index=network | stats sum(bytes_out) as total by src_ip | table ^')
    expect(fields).toEqual(['src_ip', 'total'])
  })

  it('offers functions where they may stand', async () => {
    expect(await offered('index=network | stats perc^')).toEqual([])
    expect(await offered('index=network | stats distinct^')).toEqual(['distinct_count'])
    expect(await offered('index=network | eval x=mvfil^')).toEqual(['mvfilter'])
    expect(await offered('index=network | stats sum(eval(coal^')).toEqual(['coalesce'])
  })

  it('offers words of the command', async () => {
    expect(await offered('index=network | lookup owners user OUTP^')).toEqual(['OUTPUT', 'OUTPUTNEW'])
    expect(await offered('index=network | timechart use^')).toEqual(
      expect.arrayContaining(['useother=', 'usenull=', 'user']),
    )
  })

  it('looks into the subsearch that the caret is in', async () => {
    expect(await offered('index=network [search index=storage | dedu^')).toEqual(['dedup'])
  })

  it('offers macros between back-ticks and nothing inside of a text', async () => {
    expect(await offered('index=network | `security_content_c^')).toEqual(['security_content_ctime'])
    expect(await offered('index=network "sta^')).toEqual([])
  })

  it('replaces the word that the caret is in', async () => {
    const { completions } = await splHelp('index=network | sta', 19, schema)
    expect([completions.from, completions.to]).toEqual([16, 19])
  })
})

describe('diagnostics of searches', () => {
  it('says what is wrong, and where', async () => {
    expect((await splHelp('index=a | where x=', null, schema)).diagnostics).toEqual([
      {
        from: 18,
        to: 18,
        severity: 'error',
        code: 'syntax',
        message: 'A value is missing in the expression: the search ends here.',
      },
    ])
  })

  it('has nothing to say of a search without faults, or of none', async () => {
    expect((await splHelp('index=a | head 5', null, schema)).diagnostics).toEqual([])
    expect((await splHelp('  ', null, schema)).diagnostics).toEqual([])
  })
})
