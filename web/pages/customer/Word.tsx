import { NativeSelect } from '@mantine/core'
import type { Channel } from '#src/terms/index.ts'
import { Choice } from '../../ui/parts.tsx'
import { useWords } from '../../words/index.tsx'
import css from './values.module.css'

const spoken = ['phone', 'shop', 'email', 'visit', 'sms', 'post', 'web'] as const satisfies readonly Channel[]

/** Through what the customer said it. */
export function ChannelSelect({ value, change }: { value: Channel | ''; change: (channel: Channel | '') => void }) {
  const words = useWords()
  return (
    <NativeSelect
      label={words.values.word.channel}
      value={value}
      data={[
        { value: '', label: words.values.word.anyhow },
        ...spoken.map((channel) => ({ value: channel, label: words.terms.channelIn[channel]! })),
      ]}
      onChange={(event) => change(event.target.value as Channel | '')}
    />
  )
}

export interface Word {
  by: 'customer' | 'staff'
  channel: Channel | ''
}

/** Whose word a click is: the customer's, and how it was said, or one's own. */
export function WhoseWord({ word, change }: { word: Word; change: (word: Word) => void }) {
  const words = useWords().values.word
  return (
    <div className={css.word}>
      <Choice
        label={words.label}
        showLabel
        value={word.by}
        options={[
          { value: 'customer', label: words.customer },
          { value: 'staff', label: words.staff },
        ]}
        change={(by) => change({ ...word, by })}
      />
      {word.by === 'customer' && (
        <ChannelSelect value={word.channel} change={(channel) => change({ ...word, channel })} />
      )}
    </div>
  )
}
