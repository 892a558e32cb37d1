import { type ReactNode, useLayoutEffect, useRef } from 'react'
import css from './Dialog.module.css'

interface DialogProps {
  open: boolean
  close: () => void
  label: string
  /** `side`: a panel beside the page; `top`: a sheet under the upper edge; `middle`: something that must be answered. */
  as: 'side' | 'top' | 'middle'
  /** May not be closed by Escape or a click beside it. */
  must?: boolean
  children: ReactNode
}

/** The browser's own dialog: it traps the focus, closes on Escape and gives the focus back. */
export function Dialog({ open, close, label, as, must, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  // before anything else can happen, so that the very next key goes into the dialog
  useLayoutEffect(() => {
    const dialog = ref.current!
    if (open && !dialog.open) dialog.showModal()
    if (!open && dialog.open) dialog.close()
  }, [open])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, by the browser itself
    <dialog
      ref={ref}
      aria-label={label}
      className={`${css.dialog} ${css[as]}`}
      onCancel={(event) => {
        event.preventDefault()
        if (!must) close()
      }}
      onClick={(event) => {
        if (event.target === ref.current && !must) close()
      }}
    >
      {open && <div className={css.body}>{children}</div>}
    </dialog>
  )
}
