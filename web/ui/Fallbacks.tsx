import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { isAway } from '../api/problem.ts'
import { useWords } from '../words/index.tsx'
import css from './Fallbacks.module.css'
import { useTitle } from './Page.tsx'
import { Empty, Failure } from './States.tsx'

export function Missing() {
  const { missing } = useWords().shell
  useTitle(missing.title)
  return (
    <main className={css.page}>
      <Empty title={missing.title} text={missing.text}>
        <Button component={Link} to="/" variant="filled">
          {missing.home}
        </Button>
      </Empty>
    </main>
  )
}

/** The last resort: the page itself could not be drawn, or the server did not answer at the very first. */
export function Crashed({ error }: { error: unknown }) {
  const { crashed } = useWords().shell
  const reload = () => location.reload()
  return (
    <main className={css.page}>
      {isAway(error) ? (
        <Failure error={error} retry={reload} />
      ) : (
        <Empty title={crashed.title} text={crashed.text}>
          <Button variant="filled" onClick={reload}>
            {crashed.reload}
          </Button>
        </Empty>
      )}
    </main>
  )
}
