import { type JsonObject, type Message, textOf } from '../message.ts'
import { plainName } from './orders.ts'

/** What survey and review programs tell: an answer is feedback with its score, not an event among others. Pure. */

const asked = '(?:nps|csat|ces|customer|product|satisfaction|survey|poll|questionnaire|feedback|review)'
/** "Survey Answered", "NPS Response Received", "Feedback Given", "Product Reviewed" and the like, without spaces; "Survey Sent" is none. */
const answers = new RegExp(
  `^(?:${asked}+(?:score)?(?:answered|completed|submitted|responded|given)|${asked}*(?:response|answer|feedback|review)(?:received|submitted|given|sent|left)|productreviewed)$`,
)

export const isAnswer = ({ type, name }: Message): boolean =>
  type === 'track' && name !== undefined && answers.test(plainName(name))

const first = (values: JsonObject, names: readonly string[], most: number): string =>
  names.map((name) => textOf(values[name], most)).find((text) => text !== undefined) ?? ''

const scores = ['score', 'rating', 'nps', 'nps_score', 'npsScore', 'csat', 'stars', 'grade', 'value']
const questions = ['question', 'survey_question', 'survey_name', 'surveyName', 'survey', 'product_name', 'title']
const answered = ['answer', 'comment', 'text', 'review_body', 'body', 'message', 'feedback', 'response', 'choice']

/** Cells of `answerLayout`: what was asked, else what the program calls it; the score; what was answered. */
export function answerCells({ name, values, at, id }: Message, person: string): string[] {
  const score = first(values, scores, 40)
  return [
    id,
    person,
    new Date(at).toISOString(),
    // a word in the place of a number is what was answered
    score !== '' && Number.isFinite(Number(score)) ? score : '',
    first(values, questions, 200) || name!,
    [Number.isFinite(Number(score)) ? '' : score, first(values, answered, 2000)].filter(Boolean).join('\n'),
  ]
}
