import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '../message.ts'
import { answerCells, isAnswer } from './surveys.ts'

const message = (name: string, values: Message['values'] = {}): Message => ({
  id: '00000000-0000-8000-8000-000000000001',
  type: 'track',
  at: Date.parse('2026-11-20T12:00:00Z'),
  name,
  values,
  context: {},
  active: true,
})
/** Score, what was asked, what was answered. */
const told = (name: string, values: Message['values']) => answerCells(message(name, values), 'K').slice(3)

test('what survey and review programs send is known by its name', () => {
  for (const name of [
    'Survey Answered',
    'survey_completed',
    'NPS Response Received',
    'NPS Survey Submitted',
    'Customer Satisfaction Survey Completed',
    'CSAT Score Submitted',
    'Feedback Given',
    'Review Submitted',
    'Product Reviewed',
  ])
    assert.ok(isAnswer(message(name)), name)
  for (const name of [
    'Survey Started',
    'Survey Sent',
    'Survey Received',
    'Product Submitted To',
    'Order Completed',
    'Product Viewed',
    'Reviewed',
    'Answered',
    'Surveyor Submitted',
  ])
    assert.ok(!isAnswer(message(name)), name)
  assert.ok(!isAnswer({ ...message('Survey Answered'), type: 'page' }))
})

test('a number is the score; a word in its place is what was answered', () => {
  const question = 'Kuinka todennäköisesti suosittelet?'
  assert.deepEqual(told('Survey Answered', { question, score: 9, comment: 'Hyvä' }), ['9', question, 'Hyvä'])
  assert.deepEqual(told('NPS Response Received', { nps_score: '3' }), ['3', 'NPS Response Received', ''])
  assert.deepEqual(told('Product Reviewed', { product_name: 'Kahvi', rating: 4.5, review_body: 'Maistuu' }), [
    '4.5',
    'Kahvi',
    'Maistuu',
  ])
  assert.deepEqual(told('Survey Completed', { question, value: 'aurinkoa' }), ['', question, 'aurinkoa'])
  assert.deepEqual(told('Survey Completed', {}), ['', 'Survey Completed', ''])
})
