// What only 1.0 has.
import { sql } from 'drizzle-orm';
import {
  bigint, bytea, foreignKey, integer, pgEnum, pgSchema, pgTable, primaryKey, text, timestamp, unique,
} from 'drizzle-orm/pg-core';

enum Tone {
  Soft = 'soft',
  Loud = 'loud',
}
export const tone = pgEnum('tone', Tone);
export const size = pgEnum('size', ['s', 'l']);
export const existing = pgSchema('existing').existing();

export const arrays = pgTable('arrays', {
  texts: text().array().default([]).notNull(),
  quoted: text().array().default(['a', 'b"c', 'd,e', '', 'x\'y', 'null']),
  nested: integer().array('[][]').default([[1, 2], [3, 4]]),
  sizes: size().array().default(['s']),
  big: bigint({ mode: 'bigint' }).array().default([9007199254740993n]),
  days: timestamp({ mode: 'date' }).array().default([new Date(0)]),
  raw: text().array().default(sql`'{}'::text[]`),
});

export const binary = pgTable('binary', {
  id: integer().primaryKey(),
  bytes: bytea().default(Buffer.from('ab')),
  string: bigint({ mode: 'string' }).default('9223372036854775807'),
  tone: tone().default(Tone.Loud),
  ref: integer().references(() => plain.userId, { name: 'binary_ref_named' } as any),
}, (t) => [
  primaryKey({ name: 'binary_named', columns: [t.id, t.ref] }),
  foreignKey({ columns: [t.ref], foreignColumns: [t.id] }),
  unique().on(t.bytes),
  unique('binary_named_unique').on(t.string),
]);

export const plain = pgTable('plain', { userId: integer().primaryKey() });
export const rls = pgTable.withRLS('rls', { id: integer() });
