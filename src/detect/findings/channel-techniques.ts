import type { Channel, Technique } from '../signal.ts'

const atlas = (id: string, name: string): Technique => ({ framework: 'ATLAS', version: '2026.08', id, name })
const attack = (id: string, name: string): Technique => ({ framework: 'ATT&CK', version: 'v18.1', id, name })

/** What taking something through a channel is called, where nothing but the channel is known. */
export const CHANNEL_TECHNIQUES: Readonly<Record<Channel, readonly Technique[]>> = {
  inference: [atlas('AML.T0024.002', 'Extract AI Model')],
  registry: [
    atlas('AML.T0035', 'AI Artifact Collection'),
    attack('T1213', 'Data from Information Repositories'),
  ],
  lake: [
    atlas('AML.T0036', 'Data from Information Repositories'),
    attack('T1530', 'Data from Cloud Storage'),
  ],
  egress: [
    atlas('AML.T0025', 'Exfiltration via Cyber Means'),
    attack('T1048', 'Exfiltration Over Alternative Protocol'),
  ],
}
