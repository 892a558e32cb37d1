import type { Language } from './texts.ts'

const numbers = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const rows = 'rows'
const writings = 'entries'
const map = 'Check what the columns mean'

const twice = {
  things: 'new customers',
  wrong: 'was a customer already.',
  technical:
    'The same person comes under several ids. Ask the source for a lasting customer number, or at least an e-mail to know them by.',
  working: 'Look for the customer by name, phone or e-mail before adding a new one. Part of a name is enough.',
}

export const en: Language = {
  fields: {
    name: 'names',
    givenName: 'first names',
    familyName: 'family names',
    organisation: 'names of companies',
    email: 'e-mail addresses',
    customerEmail: 'e-mail addresses',
    phone: 'phone numbers',
    customerPhone: 'phone numbers',
    address: 'addresses',
    street: 'street addresses',
    postcode: 'postcodes',
    postcodeCity: 'postcodes',
    city: 'towns',
    birthDate: 'birth dates',
    businessId: 'business ids',
    vatId: 'VAT numbers',
    at: 'dates',
    dueOn: 'due dates',
    paidAt: 'days of payment',
    customerSince: 'first days as a customer',
    total: 'sums',
    totalNet: 'sums',
    amount: 'sums',
    lineTotal: 'sums of lines',
    unitPrice: 'prices',
    price: 'prices',
    quantity: 'quantities',
    language: 'languages',
    gender: 'genders',
    country: 'countries',
    currency: 'currencies',
    status: 'states',
    channel: 'channels',
    score: 'scores',
  },
  otherField: 'values',
  codes: {
    email_invalid: {
      wrong: 'is written wrong.',
      technical: `${map}: does the e-mail column really hold addresses?`,
      working: 'Read the address back to the customer before saving. If they have none, leave the field empty.',
    },
    phone_invalid: {
      wrong: 'is no whole phone number.',
      technical: `${map}, and ask for numbers as text: a spreadsheet drops the first zero and rounds the rest.`,
      working: 'Write the area or country code, and one number in one field. Explanations belong to the notes.',
    },
    date_invalid: {
      wrong: 'cannot be read as a date.',
      technical: 'Check the order of day and month in the mapping, or ask for dates such as 2026-11-23.',
      working: 'Write day, month and a year of four digits. Guesses and explanations belong to the notes.',
    },
    amount_invalid: {
      wrong: 'cannot be read as a sum.',
      technical:
        'Check in the mapping whether decimals follow a comma or a point, and that the column is the right one.',
      working: 'Write a number only. Currency and explanation have fields of their own.',
    },
    number_invalid: {
      wrong: 'cannot be read as a number.',
      technical: `${map}: a column of numbers holds something else too.`,
      working: 'Write a number only, without unit or explanation.',
    },
    business_id_invalid: {
      wrong: 'is wrong: its check digit does not match.',
      technical: `${map}: the column of business ids may hold customer numbers.`,
      working: 'Check the business id with the customer or the register. One wrong digit makes it another company.',
    },
    postcode_invalid: {
      wrong: 'is no postcode.',
      technical: 'Ask for postcodes as text: as numbers they lose their first zeros.',
      working: 'Write the postcode in its own field with five digits, and the town beside it.',
    },
    currency_unknown: {
      wrong: 'is unknown.',
      technical: 'Ask for currencies in three letters (EUR), or leave the column out if everything is in euros.',
      working: 'Use the three letters of the currency, such as EUR.',
    },
    name_missing: {
      things: rows,
      wrong: 'has no name.',
      technical: `${map}: the name may stand in a column that is not read.`,
      working: 'Ask for the name while the customer is on the phone or at the counter. A first name helps already.',
    },
    key_missing: {
      things: rows,
      wrong: 'has no id.',
      technical: 'Ask the source for a lasting id on every row: without it the same row comes again as a new one.',
      working: 'Do not clear the id when you edit a file before importing it.',
    },
    order_number_missing: {
      things: rows,
      wrong: 'has no order number.',
      technical: 'Ask for the order number on every row: without it the row does not find its purchase.',
      working: 'Write the order number on rows made by hand too.',
    },
    date_missing: {
      things: rows,
      wrong: 'has no date.',
      technical: `${map}: the date may stand in a column that is not read.`,
      working: 'Write the date even when you note it afterwards.',
    },
    amount_missing: {
      things: rows,
      wrong: 'has no sum.',
      technical: `${map}: the sum may stand in a column that is not read.`,
      working: 'Write the sum in every entry, zero included.',
    },
    text_too_long: {
      wrong: 'is too long for its field.',
      technical: `${map}: long text is read into a short field.`,
      working: 'Write only what the field asks for. Long text belongs to the notes.',
    },
    text_unreadable: {
      things: rows,
      wrong: 'holds characters that cannot be read.',
      technical: 'Ask for the file in UTF-8. Letters have been broken on the way.',
      working: 'Save the file as UTF-8 before importing it. Do not paste text out of pictures or PDFs.',
    },
    value_unknown: {
      wrong: 'has no counterpart here.',
      technical:
        'Add the missing counterparts to the mapping. The source uses words that the program does not know yet.',
      working: 'Choose one of the values offered. Words of one’s own are found by no search.',
    },
    row_ragged: {
      things: rows,
      wrong: 'is not as long as the header.',
      technical: 'Ask the source for a file in which texts with the separator stand in quotation marks.',
      working: 'Use no semicolons or line breaks in text fields: they push the rest into the wrong column.',
    },
    nothing_in_row: {
      things: rows,
      wrong: 'is empty.',
      technical: `${map}: none of the columns that are read is filled.`,
      working: 'Remove empty rows from the file before importing it.',
    },
    out_of_range: {
      wrong: 'is impossibly large or small.',
      technical: 'Check the unit and the decimal sign: cents may come as euros.',
      working: 'Look at the number before saving. Often one zero or comma is too many.',
    },
    phone_in_name: {
      things: writings,
      wrong: 'holds a phone number in the name.',
      technical: 'Mend the program that writes by the API: the number has a field of its own.',
      working: 'Write the number in the phone field even if the name stays short. Then the caller is known next time.',
    },
    placeholder: {
      things: writings,
      wrong: 'holds a value that only fills the field (“x”, “no@no.fi”).',
      technical: 'The program fills empty fields with an invented value. Leave the field out.',
      working: 'Leave the field empty if you do not know. An invented value looks like a fact and joins strangers.',
    },
    digits_in_city: {
      things: writings,
      wrong: 'holds digits in the town.',
      technical: 'Mend the program that writes by the API: the postcode has a field of its own.',
      working: 'Write the postcode in its own field. Then letters find their way.',
    },
    duplicate_merged: twice,
    duplicate_found: twice,
    bounced: {
      things: 'addresses that were written to',
      wrong: 'takes no mail.',
      technical: 'Ask the source when its addresses were checked last, and trust it less.',
      working: 'Make sure of the address while the customer is there: read it back, or send a message at once.',
    },
    corrected: {
      wrong: 'was put right within a month.',
      technical: 'Compare the values of the source with those put right: it may tell old ones.',
      working: 'Repeat it to the customer before saving. Putting it right later takes many times as long.',
    },
  },
  otherCode: {
    wrong: 'is faulty.',
    technical: `${map} and the settings of the source.`,
    working: 'Open the rows and see what has been written in the field.',
  },
  opening: (things, share) => `${howMany(share)} ${things}`,
}

function howMany(share: number | null): string {
  if (share === null) return 'A part of the'
  if (share > 0.85) return 'Nearly every one of the'
  if (share > 0.6) return 'More than one in two of the'
  if (share < 0.01) return 'Fewer than one in a hundred of the'
  const every = Math.max(2, Math.round(1 / share))
  return `One in ${numbers[every - 2] ?? every} of the`
}
