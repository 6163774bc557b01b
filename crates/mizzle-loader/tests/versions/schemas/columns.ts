// Every column type and modifier that drizzle-orm has had since 0.30.
import { sql } from 'drizzle-orm';
import {
  bigint, bigserial, boolean, char, cidr, customType, date, decimal, doublePrecision, inet, integer, interval, json,
  jsonb, macaddr, macaddr8, numeric, pgEnum, pgTable, real, serial, smallint, smallserial, text, time, timestamp, uuid,
  varchar,
} from 'drizzle-orm/pg-core';

export const mood = pgEnum('mood', ['sad', 'o\'k', 'back\\slash', '"quoted"', 'ü']);

const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });
const money = customType<{ data: { cents: number }; driverData: string; config: { currency: string } }>({
  dataType: (config) => `numeric(12, 2) /* ${config?.currency ?? 'EUR'} */`,
  toDriver: (value) => (value.cents / 100).toFixed(2),
});
const lower = customType<{ data: string; driverData: string }>({
  dataType: () => 'citext',
  toDriver: (value) => sql`lower(${value})`,
});
const strict = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: () => {
    throw new Error('not now');
  },
});

export const integers = pgTable('integers', {
  serial: serial('serial').primaryKey(),
  smallserial: smallserial('smallserial'),
  bigserial: bigserial('bigserial', { mode: 'bigint' }).notNull(),
  smallint: smallint('smallint').default(-32768),
  integer: integer('integer').notNull().default(0),
  negativeZero: integer('negative_zero').default(-0),
  bigintNumber: bigint('bigint_number', { mode: 'number' }).default(Number.MAX_SAFE_INTEGER),
  bigint: bigint('bigint', { mode: 'bigint' }).default(9223372036854775807n),
  typed: integer('typed').$type<1 | 2>().default(2),
});

export const numbers = pgTable('numbers', {
  numeric: numeric('numeric').default('1.50'),
  precise: numeric('precise', { precision: 10 }),
  scaled: decimal('scaled', { precision: 10, scale: 2 }).default('-0.10'),
  real: real('real').default(1e21),
  double: doublePrecision('double').default(NaN),
  infinite: doublePrecision('infinite').default(-Infinity),
  small: doublePrecision('small').default(1e-7),
});

export const texts = pgTable('texts', {
  text: text('text').default(''),
  quoted: text('quoted').default('it\'s "a" \\ \n\t$1 😀'),
  half: text('half').default('a\uD800b'),
  chosen: text('chosen', { enum: ['a', 'b'] }).default('a'),
  varchar: varchar('varchar'),
  limited: varchar('limited', { length: 255 }).notNull().default('x'),
  char: char('char', { length: 2 }),
  uuid: uuid('uuid').defaultRandom(),
  fixed: uuid('fixed').default('00000000-0000-0000-0000-000000000000'),
  mood: mood('mood').default('o\'k'),
  expression: text('expression').default(sql`upper('a' || ${'b'})`),
  nothing: text('nothing').default(sql`null`),
  runtime: text('runtime').$defaultFn(() => 'x'),
  updated: text('updated').$onUpdate(() => 'x'),
  both: text('both').default('y').$onUpdateFn(() => 'x'),
});

export const times = pgTable('times', {
  date: date('date').default('2020-02-29'),
  day: date('day', { mode: 'date' }).default(new Date(Date.UTC(2020, 1, 29, 12))),
  time: time('time').default('12:00'),
  timeZone: time('time_zone', { withTimezone: true, precision: 3 }),
  timestamp: timestamp('timestamp').defaultNow(),
  string: timestamp('string', { mode: 'string', precision: 6 }).default('2020-01-01 00:00:00'),
  zoned: timestamp('zoned', { withTimezone: true, mode: 'date', precision: 3 }).default(new Date(0)),
  zonedString: timestamp('zoned_string', { withTimezone: true, mode: 'string' }),
  now: timestamp('now', { withTimezone: true }).default(sql`CURRENT_TIMESTAMP`).notNull(),
  interval: interval('interval').default('1 day'),
  fields: interval('fields', { fields: 'day to second', precision: 3 }),
});

export const documents = pgTable('documents', {
  json: json('json').default({ a: [1, 'x\'y', null, { b: true }], d: undefined, 'k"': -0 }),
  jsonb: jsonb('jsonb').$type<string[]>().default(['a', 'b']).notNull(),
  empty: jsonb('empty').default([]),
  scalar: jsonb('scalar').default('text'),
  number: jsonb('number').default(1),
  huge: jsonb('huge').default({ n: 12345678901234567890n, when: new Date(0) }),
  bytes: bytes('bytes').default(Buffer.from([0, 255, 39])),
  money: money('money', { currency: 'USD' }).default({ cents: 1050 }),
  lower: lower('lower').default('ABC'),
  strict: strict('strict').default('x'),
  inet: inet('inet').default('::1'),
  cidr: cidr('cidr'),
  macaddr: macaddr('macaddr'),
  macaddr8: macaddr8('macaddr8'),
  boolean: boolean('boolean').default(false),
});
