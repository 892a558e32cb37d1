/** The clock of the one who looks at the screen. Only for what is drawn before the server has answered. */
export function nowInstant(): string {
  return new Date(Date.now()).toISOString()
}
