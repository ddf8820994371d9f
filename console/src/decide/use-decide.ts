import { useMutation, useQueryClient } from '@tanstack/react-query'
import { postJson } from '../api/post-json.ts'

/** Everything that a decision can change on the screen. */
const CHANGED = ['register', 'feedback', 'offers', 'cases', 'case', 'review', 'status'] as const

/** Sends a decision, and has what rests on it asked anew. */
export function useDecide(path: string, onDone: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Readonly<Record<string, unknown>>) => postJson<{ decision: number }>(path, body),
    onSuccess: async () => {
      onDone()
      await Promise.all(CHANGED.map((key) => queries.invalidateQueries({ queryKey: [key] })))
    },
  })
}
