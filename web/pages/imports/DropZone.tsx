import { Button } from '@mantine/core'
import { type DragEvent, useRef, useState } from 'react'
import { useWords } from '../../words/index.tsx'
import css from './imports.module.css'

/** Where files are dropped, or chosen with a button by those who do not drag. */
export function DropZone({ add, busy }: { add: (files: readonly File[]) => void; busy: boolean }) {
  const words = useWords().imports.new
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const take = (files: FileList | null) => {
    if (files && !busy) add([...files])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has its equal in the button inside
    <div
      className={css.drop}
      data-over={over || undefined}
      onDragOver={(event: DragEvent) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event: DragEvent) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <p className={css.dropTitle}>{words.drop}</p>
      <p>
        <span className="soft">{words.or}</span>{' '}
        <Button onClick={() => input.current?.click()} disabled={busy}>
          {words.choose}
        </Button>
      </p>
      <p className="soft small">{words.formats}</p>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={words.choose}
        onChange={(event) => {
          take(event.target.files)
          event.target.value = ''
        }}
      />
    </div>
  )
}
