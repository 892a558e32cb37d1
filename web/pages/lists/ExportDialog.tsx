import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ExportFormat, ListName } from '#src/know/lists/contract.ts'
import { api } from '../../api/client.ts'
import { exportAddress } from '../../api/queries-lists.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Choice } from '../../ui/parts.tsx'
import { Failure } from '../../ui/States.tsx'
import { useLanguage, useWords } from '../../words/index.tsx'
import css from './lists.module.css'
import { anyPicked, type Picked, type Shown } from './state.ts'

interface ExportDialogProps {
  open: boolean
  close: () => void
  list: ListName
  shown: Shown
  picked: Picked
}

/** The rows of a selection as a draft has them: all that fit but some, or some. */
export function selectionOf({ conditions }: Shown, picked: Picked) {
  const ids = [...picked.ids]
  if (anyPicked(picked) && !picked.all) return { only: ids }
  return { ...(conditions && { conditions }), ...(ids.length > 0 && { except: ids }) }
}

/** Takes what is shown, or what was picked of it, out as a file. */
export function ExportDialog({ open, close, list, shown, picked }: ExportDialogProps) {
  const words = useWords()
  const said = words.lists.export
  const language = useLanguage()
  const [format, setFormat] = useState<ExportFormat>('csv')
  const run = useMutation({
    mutationFn: () =>
      api.post('/exports', {
        list,
        format,
        columns: shown.columns,
        sort: shown.sort,
        language,
        ...selectionOf(shown, picked),
      }),
    onSuccess: ({ id }) => {
      const link = document.createElement('a')
      link.href = exportAddress(id)
      link.download = ''
      link.click()
      notifications.show({ message: said.started })
      close()
    },
  })
  const why = { csv: said.csvText, xlsx: said.xlsxText, ndjson: said.ndjsonText }
  return (
    <Dialog open={open} close={close} as="side" label={said.title}>
      <h1>{said.title}</h1>
      <p className="soft">{said.text(anyPicked(picked) ? said.chosen : said.all)}</p>
      <div className={css.panel}>
        <Choice
          label={said.format}
          showLabel
          value={format}
          options={(['csv', 'xlsx', 'ndjson'] as const).map((value) => ({ value, label: said[value] }))}
          change={setFormat}
        />
        <p className="soft small">{why[format]}</p>
        {list === 'customers' && <p className="soft small">{said.veiled}</p>}
        {run.isError && <Failure error={run.error} />}
        <div className={css.buttons}>
          <Button variant="filled" data-autofocus loading={run.isPending} onClick={() => run.mutate()}>
            {said.go}
          </Button>
          <Button variant="subtle" onClick={close}>
            {words.shell.state.cancel}
          </Button>
          <Link to="/lists/past" hash="exports" className="link">
            {said.past}
          </Link>
        </div>
      </div>
    </Dialog>
  )
}
