import { scoreGrid } from '../../../detect/behaviour/model/score.ts'
import type { Detector } from './detector.ts'

export const BEHAVIOUR: Detector = {
  name: 'behaviour',
  about: 'the behaviour model of src/detect/behaviour',
  code: [new URL('../../../detect/behaviour/model/', import.meta.url)],
  async run({ grid }) {
    const { total, judged } = scoreGrid(grid)
    return { total, judged }
  },
}
