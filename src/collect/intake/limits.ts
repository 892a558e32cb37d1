/** How bad a delivery of a source may be; beyond it, the whole is held. */
export interface Limits {
  /** Share of rows that cannot enter, 0..1. */
  quarantined: number
  /** Share of rows of which a value is left out, 0..1. */
  faulty: number
  /** Files of fewer rows are not judged. */
  rows: number
}

export const defaultLimits: Limits = { quarantined: 0.1, faulty: 0.5, rows: 50 }

/** The limits of a source: what is set, else the defaults. */
export const limitsOf = (set: Partial<Limits> | null): Limits => ({ ...defaultLimits, ...set })
