import { Copied } from '../../ui/Copied.tsx'
import { useWords } from '../../words/index.tsx'
import css from './systems.module.css'

/** What a system proves itself with, or we to it: told only now. */
export function Secret({ secret, way }: { secret: string; way: string }) {
  const words = useWords().systems
  return (
    <section className={css.sheet} aria-label={words.secret}>
      <h2>{words.secret}</h2>
      <p>{words.secretNotes[way]}</p>
      <Copied key={secret} label={words.secret} text={secret} focus />
    </section>
  )
}
