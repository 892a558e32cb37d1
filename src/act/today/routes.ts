import { type Route, route } from '#src/platform/http/index.ts'
import { Today } from './contract.ts'
import { today } from './today.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/today',
    summary: 'The first page of the day: what came in, whom to attend to and why, the best customers, what was heard',
    verb: 'today.read',
    responses: { 200: Today },
    handle: ({ context }) => today(context),
  }),
]
