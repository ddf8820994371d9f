import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { Selection } from './selection.ts'

/** `step` is for moves by key, which would bury the way back under a hundred entries of history. */
export type Select = (selection: Selection | null, how?: 'jump' | 'step') => void

/** Puts a selection into the URL of a case. */
export function useSelect(id: string): Select {
  const navigate = useNavigate()
  return useCallback(
    (selection, how = 'jump') => {
      void navigate({
        to: '/cases/$id',
        params: { id },
        search: selection ?? {},
        replace: how === 'step',
        resetScroll: false,
      })
    },
    [navigate, id],
  )
}
