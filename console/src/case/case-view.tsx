import type { Case } from '../../../src/cases/case.ts'
import { BehaviourBlock } from '../behaviour/behaviour-block.tsx'
import { SeverityMark } from '../cases/severity-mark.tsx'
import { Review } from '../review/review.tsx'
import { Timeline } from '../timeline/timeline.tsx'
import { AlsoSeen } from './also-seen.tsx'
import { AssetShares } from './asset-shares.tsx'
import { Excepted } from './excepted.tsx'
import { KeyFigures } from './key-figures.tsx'
import type { Selection } from './selection.ts'
import { SignalTable } from './signal-table.tsx'
import { TechniqueChips } from './technique-chips.tsx'
import type { Select } from './use-select.ts'
import { VerdictBlock } from './verdict-block.tsx'

interface CaseViewProps {
  readonly found: Case
  readonly selection: Selection | null
  readonly select: Select
}

/** The middle: what happened in a sentence, how much, when, why we think so, and beside what. */
export function CaseView({ found, selection, select }: CaseViewProps) {
  return (
    <main id="main" className="middle">
      <header className="case-head">
        <p className="case-meta">
          <SeverityMark severity={found.severity} />
          <b>{found.person}</b>
          <span>
            {found.role}, {found.team}
          </span>
          <span>
            {found.id}, {found.state}
            {found.owner === null ? ', no owner' : `, owned by ${found.owner}`}
          </span>
        </p>
        <h1>{found.headline}</h1>
        <VerdictBlock found={found} />
        <KeyFigures found={found} />
        <AssetShares assets={found.assets} />
      </header>
      <Timeline found={found} selection={selection} select={select} />
      <SignalTable found={found} selection={selection} select={select} />
      {found.behaviour !== undefined && <BehaviourBlock view={found.behaviour} timeZone={found.timeZone} />}
      <AlsoSeen found={found} selection={selection} />
      <Excepted found={found} />
      <TechniqueChips techniques={found.techniques} />
      <Review person={found.person} />
    </main>
  )
}
