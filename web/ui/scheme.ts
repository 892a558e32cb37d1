import type { Me } from '../api/routes.ts'

export type Scheme = Me['theme']
const key = 'kauppias.theme'

/** Puts the theme on the page and keeps it on this device for the next first paint (public/scheme.js). */
function applyScheme(scheme: Scheme): void {
  const dark = scheme === 'dark' || (scheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light'
  try {
    if (scheme === 'auto') localStorage.removeItem(key)
    else localStorage.setItem(key, scheme)
  } catch {
    // private browsing: the choice lasts for this page
  }
}

/** Follows the device while the choice is `auto`. Returns how to stop. */
export function followDevice(scheme: Scheme): () => void {
  const device = matchMedia('(prefers-color-scheme: dark)')
  const apply = () => applyScheme(scheme)
  apply()
  device.addEventListener('change', apply)
  return () => device.removeEventListener('change', apply)
}
