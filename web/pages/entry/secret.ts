import { useEffect, useState } from 'react'

/**
 * The secret that a link carries after `#`, which browsers never send to a server. Read once, then taken out of the address bar and
 * the browser's history.
 */
export function useSecret(): string {
  const [secret] = useState(() => location.hash.slice(1))
  useEffect(() => {
    if (location.hash) history.replaceState(history.state, '', location.pathname)
  }, [])
  return secret
}
