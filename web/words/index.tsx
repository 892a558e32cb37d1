import { createContext, type ReactNode, use, useSyncExternalStore } from 'react'
import type { Language } from '#src/terms/index.ts'
import { nowInstant } from './clock.ts'
import type { Words } from './fi/index.ts'
import { createFormat, type Format } from './format.ts'

export type { Words } from './fi/index.ts'
export type { Format } from './format.ts'

type Dictionary = (f: Format) => Words
const loaders: Record<Language, () => Promise<{ words: Dictionary }>> = {
  fi: () => import('./fi/index.ts'),
  en: () => import('./en/index.ts'),
}
const loaded: Partial<Record<Language, Dictionary>> = {}

/** Fetches the dictionary of one language: the others stay unloaded. */
export async function loadWords(language: Language): Promise<void> {
  loaded[language] ??= (await loaders[language]()).words
}

const key = 'kauppias.language'
const listeners = new Set<() => void>()

/** Language before anybody has signed in: chosen on this device, else the browser's (public/scheme.js). */
export function deviceLanguage(): Language {
  return document.documentElement.lang === 'en' ? 'en' : 'fi'
}

/** Changes the language of the screen, when its dictionary has come, and keeps it on this device. */
export async function speak(language: Language): Promise<void> {
  await loadWords(language)
  document.documentElement.lang = language
  try {
    localStorage.setItem(key, language)
  } catch {
    // private browsing: the choice lasts for this page
  }
  for (const tell of listeners) tell()
}

export function useLanguage(): Language {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, deviceLanguage)
}

interface Spoken {
  readonly words: Words
  readonly format: Format
}
const SpokenContext = createContext<Spoken | null>(null)

const made = new Map<string, Spoken>()

/** Words and formats of one reader. The dictionary must be loaded. */
function spoken(language: Language, timeZone: string): Spoken {
  const id = `${language} ${timeZone} ${nowInstant().slice(0, 10)}`
  const known = made.get(id)
  if (known) return known
  const dictionary = loaded[language]
  if (!dictionary) throw new Error(`dictionary not loaded: ${language}`)
  const format = createFormat(language, timeZone, nowInstant())
  const fresh = { words: dictionary(format), format }
  made.set(id, fresh)
  return fresh
}

export function Speak(props: { language: Language; timeZone: string; children: ReactNode }) {
  return <SpokenContext value={spoken(props.language, props.timeZone)}>{props.children}</SpokenContext>
}

export function useWords(): Words {
  return useSpoken().words
}
export function useFormat(): Format {
  return useSpoken().format
}
function useSpoken(): Spoken {
  const value = use(SpokenContext)
  if (!value) throw new Error('outside of Speak')
  return value
}
