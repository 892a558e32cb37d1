import { Value } from 'typebox/value'
import { createFor } from '#src/company/index.ts'
import { TokenDraft } from '#src/company/contract.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { verbs } from '#src/terms/index.ts'
import type { Command } from '../command.ts'
import { commandContext } from '../context.ts'
import { exit } from '../exit.ts'

export const command: Command = {
  usage: '--user ADDRESS --name NAME --scope SCOPE… [--days N] [--json]',
  about: [
    'Makes a token with which a program acts for a person, within that person’s rights and the scopes given.',
    'Prints the secret once. It is sent as "Authorization: Bearer kpt_…".',
    `Scopes: ${verbs.join(', ')}.`,
  ],
  examples: ['token create --user aino@example.fi --name Kassa --scope customer.read --scope customer.create'],
  options: {
    user: { about: 'e-mail address of the person who answers for it', value: 'ADDRESS' },
    name: { about: 'what the token is for', value: 'NAME' },
    scope: { about: 'what it may do; may be repeated', value: 'SCOPE', multiple: true },
    days: { about: 'days until it expires (365; at most 730)', value: 'N' },
    json: { about: 'print the result as JSON' },
  },
  run: async (invocation) => {
    const { user, name, scope: scopes = [], days = '365' } = invocation.options
    const draft = { name, scopes, days: Number(days) }
    if (typeof user !== 'string' || !Value.Check(TokenDraft, draft)) {
      throw new Refusal(
        422,
        'invalid_request',
        'A person, a name and at least one known scope are needed.',
        `Give --user, --name and --scope; scopes are ${verbs.join(', ')}.`,
      )
    }
    const context = commandContext(invocation, await invocation.database())
    const { token, secret } = await createFor(context, user, draft)
    invocation.output.value({ id: token.id, secret, expiresAt: token.expiresAt })
    invocation.output.line(secret)
    return exit.done
  },
}
