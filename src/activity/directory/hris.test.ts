import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { TableRow } from './directory-source.ts'
import { hrisSource } from './hris.ts'
import { readHrisMapping } from './hris-mapping.ts'

const PLAIN = {
  time_zone: 'Europe/Berlin',
  columns: {
    person: 'Login',
    name: 'Full Name',
    team: 'Department',
    role: 'Job Title',
    hired: 'Start',
    left: 'End',
  },
}

/** What a German system exports: semicolons, days with dots, a status with its day, places instead of time zones. */
const GERMAN = {
  delimiter: ';',
  dates: 'DD.MM.YYYY',
  columns: {
    person: 'Kürzel',
    team: 'Abteilung',
    time_zone: 'Standort',
    kind: 'Art',
    hired: 'Eintritt',
    left: 'Austritt',
  },
  values: {
    kind: { Angestellte: 'human', Technisch: 'service' },
    time_zone: { Berlin: 'Europe/Berlin', 'New York': 'America/New_York' },
  },
  status: {
    column: 'Status',
    day: 'Status seit',
    facts: { Gekündigt: 'notice', Abwesend: 'leave', Versetzt: 'move', Aktiv: 'none' },
  },
}

/** What a US system exports: a title above, days by month, facts in columns of their own, and much nobody may see. */
const AMERICAN = {
  dates: 'MM/DD/YYYY',
  time_zone: 'America/New_York',
  columns: {
    person: 'Worker ID',
    name: 'Worker',
    team: 'Cost Center',
    role: 'Business Title',
    hired: 'Hire Date',
    left: 'Last Day',
  },
  facts: { hire: 'Hire Date', notice: 'Resignation Date', leave: 'Leave Start' },
}

function sourceOf(mapping: object) {
  return hrisSource(readHrisMapping(stringify(mapping), 'hris.yaml'))
}

/** Rows and reasons of an export. */
function read(mapping: object, lines: readonly string[]) {
  const entries = [...sourceOf(mapping).entries(`${lines.join('\n')}\n`)]
  const rows: TableRow[] = entries.flatMap((entry) => ('rows' in entry ? entry.rows : []))
  return {
    people: rows.filter(({ table }) => table === 'person').map(({ row }) => row),
    facts: rows
      .filter(({ table }) => table === 'staff')
      .map(({ row }) => `${row['person']} ${row['kind']} ${String(row['effective']).slice(0, 10)}`),
    reasons: entries.flatMap((entry) => ('reason' in entry ? [entry.reason] : [])),
  }
}

describe('an HR export', () => {
  it('gives people, and takes quoted commas and line ends', () => {
    const { people, reasons } = read(PLAIN, [
      'Login,Full Name,Department,Address,Job Title,Start,End',
      'amber.heron,"Heron, Amber",titan,"1 Example Street\nExampletown",ml-engineer,2022-01-01,',
      'slate.wren,"Wren ""Slate""",titan,,"engineer, senior",2024-05-02 00:00:00,2026-04-01',
    ])
    expect(reasons).toEqual([])
    expect(people).toEqual([
      {
        person: 'amber.heron',
        name: 'Heron, Amber',
        team: 'titan',
        role: 'ml-engineer',
        kind: 'human',
        time_zone: 'Europe/Berlin',
        hired: '2022-01-01',
        left: '2100-01-01',
      },
      {
        person: 'slate.wren',
        name: 'Wren "Slate"',
        team: 'titan',
        role: 'engineer, senior',
        kind: 'human',
        time_zone: 'Europe/Berlin',
        hired: '2024-05-02',
        left: '2026-04-01',
      },
    ])
  })

  it('takes semicolons, values with a meaning, and a status with its day', () => {
    const { people, facts, reasons } = read(GERMAN, [
      'Kürzel;Abteilung;Standort;Art;Eintritt;Austritt;Status;Status seit;Gehalt',
      'amber.heron;titan;Berlin;Angestellte;01.02.2022;;Aktiv;;100000',
      'cobalt.mirror;titan;New York;angestellte;1.2.2023;30.04.2026;gekündigt;10.03.2026;100000',
      'slate.wren;titan;Berlin;Angestellte;01.03.2023;;Abwesend;02.03.2026;100000',
      'ochre.finch;lake;Berlin;Angestellte;01.03.2023;;Versetzt;01.01.2026;100000',
      'svc-train;platform;Etc/UTC;Technisch;;;;;',
    ])
    expect(reasons).toEqual([])
    expect(facts).toEqual([
      'cobalt.mirror notice 2026-03-10',
      'slate.wren leave 2026-03-02',
      'ochre.finch move 2026-01-01',
    ])
    expect(
      people.map(({ person, kind, time_zone, hired, left }) => [person, kind, time_zone, hired, left]),
    ).toEqual([
      ['amber.heron', 'human', 'Europe/Berlin', '2022-02-01', '2100-01-01'],
      ['cobalt.mirror', 'human', 'America/New_York', '2023-02-01', '2026-04-30'],
      ['slate.wren', 'human', 'Europe/Berlin', '2023-03-01', '2100-01-01'],
      ['ochre.finch', 'human', 'Europe/Berlin', '2023-03-01', '2100-01-01'],
      ['svc-train', 'service', 'Etc/UTC', '2000-01-01', '2100-01-01'],
    ])
  })

  it('takes US days, titles above the header, and facts with columns of their own', () => {
    const { people, facts, reasons } = read(AMERICAN, [
      'Headcount as of 03/11/2026',
      '',
      'Worker ID,Worker,Cost Center,Business Title,Hire Date,Last Day,Resignation Date,Leave Start,Leave Reason',
      'amber.heron,Amber Heron,titan,ml-engineer,1/2/2022,,,3/2/2026,medical',
      'cobalt.mirror,Cobalt Mirror,titan,ml-engineer,12/31/2023,4/30/2026,03/10/2026,,',
    ])
    const above = 'it stands above the line that names the columns'
    expect(reasons).toEqual([above, above])
    expect(people.map(({ hired }) => hired)).toEqual(['2022-01-02', '2023-12-31'])
    expect(facts).toEqual([
      'amber.heron hire 2022-01-02',
      'amber.heron leave 2026-03-02',
      'cobalt.mirror hire 2023-12-31',
      'cobalt.mirror notice 2026-03-10',
    ])
  })

  it('takes of somebody who stands there twice the latest hire, and all facts', () => {
    const { people, facts, reasons } = read(AMERICAN, [
      'Worker ID,Worker,Cost Center,Business Title,Hire Date,Last Day,Resignation Date,Leave Start',
      'amber.heron,Amber Heron,titan,lead,02/01/2026,,,',
      'amber.heron,Amber Heron,lake,intern,02/01/2020,12/31/2020,11/30/2020,',
      'slate.wren,Slate Wren,titan,engineer,02/01/2024,,,',
      'slate.wren,Slate Wren,titan,engineer,02/01/2024,,,',
    ])
    expect(reasons).toEqual([])
    expect(people.map(({ person, role }) => [person, role])).toEqual([
      ['amber.heron', 'lead'],
      ['slate.wren', 'engineer'],
    ])
    expect([...new Set(facts)]).toEqual([
      'amber.heron hire 2026-02-01',
      'amber.heron hire 2020-02-01',
      'amber.heron notice 2020-11-30',
      'slate.wren hire 2024-02-01',
    ])
  })

  it('says of every row it does not take why, without repeating it', () => {
    const header = 'Kürzel;Abteilung;Standort;Art;Eintritt;Austritt;Status;Status seit;Gehalt'
    const { people, reasons } = read(GERMAN, [
      header,
      ';;;;;;;;',
      '',
      ';titan;Berlin;Angestellte;;;;;1',
      'a;titan;Berlin;Angestellte;2022-01-01;;;;1',
      'b;titan;Berlin;Angestellte;31.02.2022;;;;1',
      'c;titan;Berlin;Angestellte;;bald;;;1',
      'd;titan;Paris;Angestellte;;;;;1',
      'e;titan;Berlin;Praktikum;;;;;1',
      'f;titan;Berlin;Angestellte;;;Verschollen;01.01.2026;1',
      'g;titan;Berlin;Angestellte;;;Abwesend;;1',
      'h;titan;Berlin;Angestellte;;;Abwesend;1/2/2026;1',
      'i;titan;Berlin',
      'j;"titan;Berlin;Angestellte;;;;;1',
      'k\uFFFD;titan;Berlin;Angestellte;;;;;1',
      'l;titan;;Angestellte;;;;;1',
    ])
    expect(people).toEqual([])
    expect(reasons).toEqual([
      'empty row',
      'empty row',
      'person is empty',
      'hired is not a day written as DD.MM.YYYY',
      'hired is not a day written as DD.MM.YYYY',
      'left is not a day written as DD.MM.YYYY',
      'time_zone is not an IANA time zone, nor among values.time_zone',
      'kind is neither human nor service, nor among values.kind',
      'its status is not among those of the mapping',
      'the day of its status is empty',
      'the day of its status is not written as DD.MM.YYYY',
      '3 fields where the header names 9',
      'a quoted field does not end',
      'not valid UTF-8',
      'time_zone is empty, and the mapping names none',
    ])
  })

  it('says which columns its header does not name', () => {
    const { entries } = sourceOf(PLAIN)
    expect(() => [...entries('Login,Full Name,Department\na,b,c\n')]).toThrow(
      /Job Title, Start, End is missing/,
    )
    expect(() => [...entries('')]).toThrow(/Login, Full Name/)
    expect(() => [...entries('Login,Full Name,Department,Job Title,Start,End,End\n')]).toThrow(
      /column End twice/,
    )
  })
})

describe('a mapping', () => {
  it.each([
    [{ columns: { person: 'x' } }, /time_zone/],
    [{ time_zone: 'Berlin', columns: { person: 'x' } }, /not an IANA time zone/],
    [{ time_zone: 'Etc/UTC', columns: {} }, /person/],
    [{ time_zone: 'Etc/UTC', columns: { person: 'x', salary: 'y' } }, /salary/],
    [{ time_zone: 'Etc/UTC', columns: { person: 'x' }, dates: 'YY-M-D' }, /is none of YYYY-MM-DD/],
    [{ time_zone: 'Etc/UTC', columns: { person: 'x' }, facts: { sick: 'y' } }, /sick/],
    [
      {
        time_zone: 'Etc/UTC',
        columns: { person: 'x' },
        status: { column: 'a', day: 'b', facts: { c: 'fired' } },
      },
      /facts/,
    ],
  ])('that is wrong is refused: %j', (mapping, problem) => {
    expect(() => sourceOf(mapping)).toThrow(problem)
  })

  it('that is no YAML is refused', () => {
    expect(() => readHrisMapping('columns: [', 'hris.yaml')).toThrow(/^hris.yaml is not YAML: /)
  })
})
