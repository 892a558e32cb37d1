import { Button, PasswordInput, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { encode } from 'uqr'
import { api } from '../../api/client.ts'
import { meQuery } from '../../api/queries.ts'
import { factorQuery } from '../../api/queries-staff.ts'
import type { Enrolment } from '../../api/routes.ts'
import { Failure, Loading } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import css from './two-step.module.css'

type Asking = 'begin' | 'renew' | 'off'

/** One's own second factor: turning it on with the telephone, recovery codes, turning it off. */
export function TwoStep() {
  const words = useWords().twoStep
  const client = useQueryClient()
  const state = useQuery(factorQuery)
  const [asking, setAsking] = useState<Asking | null>(null)
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const settled = () => {
    setAsking(null)
    setEnrolment(null)
    void client.invalidateQueries(factorQuery)
  }
  if (codes) {
    return (
      <Codes
        codes={codes}
        kept={() => {
          setCodes(null)
          void client.invalidateQueries(meQuery)
        }}
      />
    )
  }
  if (enrolment) {
    const confirmed = (shown: readonly string[]) => {
      setCodes(shown)
      settled()
    }
    return <Scan enrolment={enrolment} confirmed={confirmed} />
  }
  if (state.isPending) return <Loading lines={2} />
  if (state.isError) return <Failure error={state.error} retry={() => void state.refetch()} />
  if (asking) {
    return (
      <AskPassword
        asking={asking}
        cancel={() => setAsking(null)}
        begun={setEnrolment}
        renewed={(shown) => {
          setCodes(shown)
          settled()
        }}
        ended={() => {
          notifications.show({ message: words.turnedOff })
          settled()
          void client.invalidateQueries(meQuery)
        }}
      />
    )
  }
  if (!state.data.on) {
    return (
      <>
        <p className="soft">{words.off}</p>
        <Button className={css.act} onClick={() => setAsking('begin')}>
          {words.begin}
        </Button>
      </>
    )
  }
  return (
    <>
      <p>{words.on}</p>
      <p className="soft">{words.left(state.data.recoveryCodes)}</p>
      <div className={css.acts}>
        <Button onClick={() => setAsking('renew')}>{words.renew}</Button>
        <Button variant="subtle" onClick={() => setAsking('off')}>
          {words.turnOff}
        </Button>
      </div>
    </>
  )
}

interface AskProps {
  asking: Asking
  cancel: () => void
  begun: (enrolment: Enrolment) => void
  renewed: (codes: readonly string[]) => void
  ended: () => void
}

/** Each of these needs the password: whoever finds an open screen must not lock its owner out. */
function AskPassword({ asking, cancel, begun, renewed, ended }: AskProps) {
  const words = useWords()
  const said = words.twoStep
  const [password, setPassword] = useState('')
  const go = useMutation({
    mutationFn: async () => {
      const body = password === '' ? {} : { password }
      if (asking === 'begin') return begun(await api.post('/me/second-factor', body))
      if (asking === 'renew') return renewed((await api.post('/me/second-factor/recovery-codes', body)).codes)
      await api.post('/me/second-factor/off', body)
      return ended()
    },
  })
  const label = { begin: said.begin, renew: said.renew, off: said.turnOff }[asking]
  return (
    <form
      className={css.form}
      aria-label={label}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        go.mutate()
      }}
    >
      {asking === 'renew' && <p className="soft">{said.renewNote}</p>}
      {go.isError && <Failure error={go.error} />}
      <PasswordInput
        label={said.password}
        autoComplete="current-password"
        autoFocus
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <div className={css.acts}>
        <Button type="submit" variant="filled" loading={go.isPending}>
          {asking === 'begin' ? said.next : label}
        </Button>
        <Button variant="subtle" onClick={cancel}>
          {words.shell.state.cancel}
        </Button>
      </div>
    </form>
  )
}

function Scan({ enrolment, confirmed }: { enrolment: Enrolment; confirmed: (codes: readonly string[]) => void }) {
  const words = useWords().twoStep
  const [code, setCode] = useState('')
  const confirm = useMutation({
    mutationFn: () => api.post('/me/second-factor/confirm', { code }),
    onSuccess: (answer) => confirmed(answer.codes),
    onError: () => setCode(''),
  })
  return (
    <form
      className={css.form}
      aria-label={words.scan}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        confirm.mutate()
      }}
    >
      <h3>{words.scan}</h3>
      <Picture text={enrolment.uri} label={words.picture} />
      <p className="soft">{words.scanNote}</p>
      <p>
        <span className="soft small">{words.secret}</span>
        <code className={css.key}>{enrolment.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      {confirm.isError && <Failure error={confirm.error} />}
      <TextInput
        label={words.firstCode}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={10}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <div>
        <Button type="submit" variant="filled" disabled={code.trim().length < 6} loading={confirm.isPending}>
          {words.confirm}
        </Button>
      </div>
    </form>
  )
}

/** A QR code as one path, dark on light in either theme: telephones read no other. */
function Picture({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 3 })
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg
      className={css.picture}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} className={css.light} />
      <path d={path} className={css.dark} />
    </svg>
  )
}

function Codes({ codes, kept }: { codes: readonly string[]; kept: () => void }) {
  const words = useWords()
  const said = words.twoStep
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(codes.join('\n'))
      setCopied(true)
    } catch {
      // no clipboard without a secure context: the codes can be selected by hand
    }
  }
  return (
    <section className={css.codes} aria-label={said.codesTitle}>
      <h3>{said.codesTitle}</h3>
      <p>{said.codesNote}</p>
      <ul>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={css.acts}>
        <Button onClick={() => void copy()}>{copied ? words.shell.state.copied : said.copyCodes}</Button>
        <Button variant="filled" onClick={kept}>
          {said.kept}
        </Button>
      </div>
    </section>
  )
}
