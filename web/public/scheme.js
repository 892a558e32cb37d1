// Before the first paint: the theme and the language chosen on this device, so that nothing flashes.
;(() => {
  const read = (key) => {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  }
  const chosen = read('kauppias.theme')
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
  const root = document.documentElement
  root.dataset.mantineColorScheme = chosen === 'light' || chosen === 'dark' ? chosen : dark ? 'dark' : 'light'
  root.lang = read('kauppias.language') ?? (navigator.language.startsWith('fi') ? 'fi' : 'en')
})()
