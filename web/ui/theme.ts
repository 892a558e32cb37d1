import { createTheme, type MantineColorsTuple } from '@mantine/core'

// Shades are never read: every colour that a part uses is a token in tokens.css. The library wants ten.
const accent = Array.from({ length: 10 }, () => '#1e5b4f') as unknown as MantineColorsTuple

export const theme = createTheme({
  fontFamily: 'var(--text)',
  primaryColor: 'accent',
  colors: { accent },
  defaultRadius: 'md',
  cursorType: 'pointer',
  variantColorResolver: ({ variant }) => {
    if (variant === 'filled') {
      return {
        background: 'var(--accent)',
        hover: 'var(--accent-strong)',
        color: 'var(--paper)',
        border: '1px solid var(--accent)',
      }
    }
    if (variant === 'subtle') {
      return { background: 'transparent', hover: 'var(--hover)', color: 'var(--soft)', border: '1px solid transparent' }
    }
    if (variant === 'outline') {
      return {
        background: 'transparent',
        hover: 'var(--bad-soft)',
        color: 'var(--bad)',
        border: '1px solid var(--line)',
      }
    }
    return { background: 'var(--card)', hover: 'var(--hover)', color: 'var(--ink)', border: '1px solid var(--line)' }
  },
  components: {
    Button: { defaultProps: { variant: 'default' } },
    Tooltip: { defaultProps: { withArrow: false, multiline: true, maw: 300, openDelay: 120 } },
    Textarea: { defaultProps: { autosize: true, minRows: 3 } },
  },
})
