// Arrays as 0.x has them.
import { sql } from 'drizzle-orm';
import { bigint, integer, jsonb, numeric, pgEnum, pgTable, text, timestamp, varchar } from 'drizzle-orm/pg-core';

export const size = pgEnum('size', ['s', 'l']);
export const arrays = pgTable('arrays', {
  texts: text('texts').array().default([]).notNull(),
  quoted: text('quoted').array().default(['a', 'b"c', 'd,e', '', 'x\'y', 'null']),
  fixed: integer('fixed').array(3).default([1, 2, 3]),
  nested: varchar('nested', { length: 5 }).array(2).array().default([['a', 'b']]),
  sizes: size('sizes').array().default(['s']),
  big: bigint('big', { mode: 'bigint' }).array().default([1n, 9007199254740993n]),
  days: timestamp('days', { mode: 'date' }).array().default([new Date(0)]),
  documents: jsonb('documents').array().default([{ a: 1 }]),
  numbers: numeric('numbers').array().default(['10.10']),
  raw: text('raw').array().default(sql`'{}'::text[]`),
  unique: text('unique').array().unique(),
});
