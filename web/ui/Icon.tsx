const paths = {
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14Zm5 12 4.5 4.5',
  today: 'M5 5.5h14a1 1 0 0 1 1 1V19a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6.500a1 1 0 0 1 1-1ZM4 10h16M8.500 3v4M15.500 3v4',
  customers: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.500 8.500c0-3.700 3.300-6 7.500-6s7.500 2.300 7.500 6',
  imports: 'M12 4v11m0 0 4.500-4.500M12 15l-4.500-4.500M4.500 17v2a1 1 0 0 0 1 1h13a1 1 0 0 0 1-1v-2',
  settings:
    'M4 7h9m4 0h3M4 17h3m4 0h9M15 4.500a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5Zm-6 10a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5Z',
  quality: 'M4 19.500V5.500M4 19.500h16M8 15.500l3.500-4 3 2.500 4.500-6',
  repairs:
    'M14.500 6.500a4 4 0 0 0-5.200 5.200L4.500 16.500a1.800 1.800 0 0 0 0 2.500l.500.500a1.800 1.800 0 0 0 2.500 0l4.800-4.800a4 4 0 0 0 5.200-5.200l-2.500 2.500-2.500-.500-.500-2.500 2.500-2.500Z',
  insights: 'M4 17l5-5.500 4 3.500 7-8.500M15.500 6.500H20V11M4 20.500h16',
  duplicates: 'M9 6a6 6 0 1 1 0 12 6 6 0 0 1 0-12Zm6 0a6 6 0 1 1 0 12 6 6 0 0 1 0-12Z',
  sources:
    'M12 4c4.400 0 7.500 1.300 7.500 3s-3.100 3-7.500 3-7.500-1.300-7.500-3 3.100-3 7.500-3ZM4.500 7v5c0 1.700 3.100 3 7.500 3s7.500-1.300 7.500-3V7M4.500 12v5c0 1.700 3.100 3 7.500 3s7.500-1.300 7.500-3v-5',
  systems: 'M5 5.500h5v5H5v-5Zm9 0h5v5h-5v-5Zm-4.500 9h5v5h-5v-5ZM7.500 10.500v3.500M16.500 10.500v3.500M10 8h4',
  segments: 'M9 4a5 5 0 1 1 0 10A5 5 0 0 1 9 4Zm6 6a5 5 0 1 1 0 10 5 5 0 0 1 0-10Z',
  grip: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01',
  more: 'M5.500 11a1 1 0 1 1 0 2 1 1 0 0 1 0-2ZM12 11a1 1 0 1 1 0 2 1 1 0 0 1 0-2ZM18.500 11a1 1 0 1 1 0 2 1 1 0 0 1 0-2Z',
  close: 'm6 6 12 12M18 6 6 18',
  down: 'm6 9 6 6 6-6',
  pencil: 'M4 20l1-4L16 5l3 3L8 19l-4 1Z',
  file: 'M7 3.500h7l4.500 4.500V20a1 1 0 0 1-1 1h-10.500a1 1 0 0 1-1-1V4.500a1 1 0 0 1 1-1ZM14 3.500V8h4.500',
  warning: 'M12 4 3 19.500h18L12 4Zm0 6v4.500m0 2.500v.1',
} as const
export type IconName = keyof typeof paths

/** A line drawing beside a word; never the only sign of what something does. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="18"
      height="18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      aria-hidden="true"
    >
      <path d={paths[name]} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
