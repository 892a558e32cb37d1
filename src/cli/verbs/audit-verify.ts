import { type BadLink, type Verdict, verifyHistory } from '#src/clean/audit/index.ts'
import type { Command } from '../command.ts'
import { commandContext } from '../context.ts'
import { exit } from '../exit.ts'
import type { Output } from '../output.ts'

export const command: Command = {
  usage: '[--json]',
  about: [
    'Checks the history of all customers against its seals: nothing may be changed, deleted, copied, added, reordered or cut off since.',
    'Heads of the seals stand beside the database too (audit/heads.ndjson in the data folder): keep a copy of that file elsewhere.',
    'Exit code 3 and the first bad links when something is wrong. Changes nothing.',
  ],
  examples: ['audit verify', 'audit verify --json'],
  options: { json: { about: 'Print the verdict as JSON' } },
  run: async (invocation) => {
    const { output, signal } = invocation
    const context = commandContext(invocation, await invocation.database())
    const bar = output.progress('Entries')
    const verdict = await verifyHistory(context, { signal, onProgress: (done, total) => bar.at(done, total) }).finally(
      () => bar.end(),
    )
    output.value(verdict)
    tell(output, verdict)
    return verdict.whole ? exit.done : exit.repair
  },
}

const words: Record<BadLink['what'], string> = {
  changed: 'an entry is not what was sealed',
  deleted: 'a sealed entry is gone',
  copied: 'a sealed entry stands twice',
  added: 'an entry was written in after its time was sealed',
  missing: 'links of the chain are missing or out of order',
  altered: 'a link of the chain was altered',
  untold: 'an entry was taken and no erasure tells of it',
  rewritten: 'a seal is not the one that was noted beside the database',
  truncated: 'seals that were noted beside the database are gone',
}

function tell(output: Output, verdict: Verdict): void {
  const { seals, entries, erased, sealedUntil } = verdict
  if (sealedUntil === null) output.line('Nothing is sealed yet: that is done every night, or by: audit seal')
  else output.line(`${entries} entries in ${seals} seals until ${sealedUntil}; ${erased} of erased people`)
  for (const bad of verdict.first) {
    const place =
      bad.seal === null ? '' : `seal ${bad.seal}${bad.shard === null ? '' : `, shard ${bad.shard}, link ${bad.n}`}: `
    output.line(`${place}${words[bad.what]}${bad.entryId === null ? '' : ` (entry ${bad.entryId})`}`)
  }
  output.line(verdict.whole ? 'The history is whole.' : `Bad links: ${verdict.faults}`)
}
