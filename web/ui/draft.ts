import { useEffect, useState } from 'react'

const prefix = 'kauppias.draft.'

function read<T>(key: string): T | undefined {
  try {
    const text = sessionStorage.getItem(prefix + key)
    return text === null ? undefined : (JSON.parse(text) as T)
  } catch {
    return undefined
  }
}

/**
 * What a person is writing, kept in this tab until it is saved or they sign out: no error, reload or wandering away loses it.
 * Returns the draft, how to change it, and how to forget it.
 */
export function useDraft<T>(key: string, empty: T): [T, (draft: T) => void, () => void] {
  const [draft, setDraft] = useState<T>(() => read<T>(key) ?? empty)
  useEffect(() => {
    try {
      if (JSON.stringify(draft) === JSON.stringify(empty)) sessionStorage.removeItem(prefix + key)
      else sessionStorage.setItem(prefix + key, JSON.stringify(draft))
    } catch {
      // no storage: the draft lives as long as the page
    }
  }, [key, draft, empty])
  const forget = () => {
    try {
      // at once: the page may be gone before the effect above
      sessionStorage.removeItem(prefix + key)
    } catch {
      // no storage
    }
    setDraft(empty)
  }
  return [draft, setDraft, forget]
}

/** Forgets every draft of this tab: nothing of a person's work stays for the next one at the same machine. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key)
  } catch {
    // no storage, no drafts
  }
}
