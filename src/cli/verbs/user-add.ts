import { Value } from 'typebox/value'
import { add } from '#src/company/index.ts'
import { UserDraft } from '#src/company/contract.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { roles } from '#src/terms/index.ts'
import type { Command } from '../command.ts'
import { commandContext } from '../context.ts'
import { exit } from '../exit.ts'

export const command: Command = {
  usage: '--email ADDRESS --name NAME [--role ROLE] [--json]',
  about: [
    'Adds a person and prints a link with which they set their password; it works once, within seven days.',
    `Roles: ${roles.join(', ')} (default: viewer).`,
  ],
  examples: ['user add --email aino@example.fi --name "Aino Arvo" --role service'],
  options: {
    email: { about: 'e-mail address to sign in with', value: 'ADDRESS' },
    name: { about: 'name that others see', value: 'NAME' },
    role: { about: 'what the person may do', value: 'ROLE' },
    json: { about: 'print the result as JSON' },
  },
  run: async (invocation) => {
    const { email, name, role = 'viewer' } = invocation.options
    const draft = { email, name, role }
    if (!Value.Check(UserDraft, draft)) {
      throw new Refusal(
        422,
        'invalid_request',
        'An e-mail address, a name and a known role are needed.',
        `Give --email and --name; roles are ${roles.join(', ')}.`,
      )
    }
    const { user, link, expiresAt } = await add(commandContext(invocation, await invocation.database()), draft)
    invocation.output.value({ id: user.id, link, expiresAt })
    invocation.output.line(`${user.name} (${user.role}): ${link}`)
    return exit.done
  },
}
