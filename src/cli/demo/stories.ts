import { salesStories } from './stories-sales.ts'
import { serviceStories } from './stories-service.ts'
import { tellerOf, type World } from './teller.ts'

/** The people of the mission's scenarios (S-…), with what happened to them up to `today`. */
export function plant(world: World, today: number): void {
  const teller = tellerOf(world, today)
  for (const story of [...serviceStories, ...salesStories]) story(teller)
}
