import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/source-serif-4/wght.css'
import './ui/tokens.css'
import './ui/mantine.css'
import './ui/base.css'
import { MantineProvider, MantineThemeProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { meQuery } from './api/queries.ts'
import { queryClient } from './query-client.ts'
import { router } from './router.tsx'
import { theme } from './ui/theme.ts'
import { deviceLanguage, loadWords, Speak, useLanguage, useWords } from './words/index.tsx'

function App() {
  const language = useLanguage()
  const me = useQuery({ ...meQuery, enabled: false }).data
  return (
    <Speak language={language} timeZone={me?.company.timeZone ?? 'Europe/Helsinki'}>
      <RouterProvider router={router} />
      <Notices />
    </Speak>
  )
}

/** Notices of what has just happened; the button that closes one has its name here, for all. */
function Notices() {
  const { closeNotice } = useWords().shell.state
  return (
    <MantineThemeProvider
      theme={{ components: { Notification: { defaultProps: { closeButtonProps: { 'aria-label': closeNotice } } } } }}
    >
      <Notifications position="bottom-center" limit={3} autoClose={5000} />
    </MantineThemeProvider>
  )
}

await loadWords(deviceLanguage())
createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      withCssVariables={false}
      withGlobalClasses={false}
      // The theme's attribute on the page is ours (ui/scheme.ts); the library must not set it.
      getRootElement={() => undefined}
    >
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
// after the first page: what changes while somebody looks
void import('./api/live.ts').then(({ followChanges }) => followChanges(queryClient))
