import type { suggesting } from '#src/know/insights/index.ts'

const names: Readonly<Record<string, string>> = {
  auto: 'Kauppias',
  ease: 'EASE',
  knn: 'cosine neighbours',
  popular: 'most bought',
  recentlyPopular: 'most bought lately',
  again: 'Kauppias',
  ownCount: 'own count',
}

/** The figures of a comparison as a table. */
export function comparisonLines(
  { fresh, again, method, lambda, covered, mix }: suggesting.Comparison,
  k: number,
): string[] {
  const how = [
    method === 'ease' ? `EASE, lambda ${lambda}, over ${covered} products` : names[method],
    mix.popularity > 0 ? `recent popularity × ${mix.popularity}` : '',
    mix.outside > 0 ? `neighbours of other products × ${mix.outside}` : '',
  ]
  return [
    `Suggested by ${how.filter((part) => part !== '').join(', ')}.`,
    '',
    ...table(`New products (${Object.values(fresh)[0]!.customers} customers)`, fresh, k),
    ...(again === null ? [] : ['', ...table(`Bought again (${again.again.customers} customers)`, again, 10)]),
  ]
}

function table(title: string, rows: Readonly<Record<string, suggesting.Met>>, k: number): string[] {
  const head = ['Recall', 'nDCG', 'precision', 'hit rate'].map((name) => `${name}@${k}`.padStart(14)).join('')
  return [
    `${title.padEnd(34)}${head}`,
    ...Object.entries(rows).map(([name, { recall, ndcg, precision, hitRate }]) => {
      const figures = [recall, ndcg, precision, hitRate].map((value) => value.toFixed(4).padStart(14)).join('')
      return `  ${(names[name] ?? name).padEnd(32)}${figures}`
    }),
  ]
}
