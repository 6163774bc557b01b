// What came between 0.31 and 0.36, the column key as its name among it.
import { eq, sql } from 'drizzle-orm';
import {
  bigint, bit, char, geometry, halfvec, index, integer, line, pgMaterializedView, pgPolicy, pgRole, pgSchema,
  pgSequence, pgTable, pgView, point, primaryKey, sparsevec, text, timestamp, unique, uniqueIndex, vector,
} from 'drizzle-orm/pg-core';

export const keys = pgTable('keys', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  firstName: text().notNull(),
  lastName: text('last_name_given'),
  fullName: text().generatedAlwaysAs(sql`"firstName" || ' '`),
  viaFunction: text().generatedAlwaysAs((): any => sql`upper(${keys.firstName})`),
  constant: integer().generatedAlwaysAs(7 as any),
  second: bigint({ mode: 'number' }).generatedByDefaultAsIdentity({
    name: 'keys_second', startWith: 10, increment: -2, minValue: -9223372036854775808n as any, maxValue: '1000', cache: 5, cycle: true,
  }),
  code: char({ length: 3 }).unique(),
  HTMLBody2: timestamp({ withTimezone: true }),
}, (t) => [
  unique().on(t.firstName, t.lastName),
  index().on(t.firstName.desc().nullsFirst(), t.lastName.asc().nullsLast()),
  index('keys_hash').using('hash', t.code),
  index('keys_gin').using('gin', sql`to_tsvector('english', ${t.firstName})`).with({ fastupdate: false, gin_pending_list_limit: 64 }),
  uniqueIndex('keys_ops').on(t.firstName.op('text_pattern_ops')).where(eq(t.firstName, 'o\'k')),
  [index('keys_nested').on(t.HTMLBody2)],
]);

export const shapes = pgTable('shapes', {
  point: point().default([1, 2.5]),
  pointXy: point({ mode: 'xy' }).default({ x: 1, y: 2 }),
  line: line().default([1, 2, 3]),
  lineAbc: line({ mode: 'abc' }).default({ a: 1, b: 2, c: 3 }),
  geometry: geometry({ type: 'point' }).default([1, 2]),
  srid: geometry({ type: 'point', mode: 'xy', srid: 4326 }).default({ x: 1, y: 2 }),
  vector: vector({ dimensions: 3 }).default([1, 2, 3]),
  halfvec: halfvec({ dimensions: 2 }),
  sparsevec: sparsevec({ dimensions: 4 }),
  bit: bit({ dimensions: 3 }).default('101'),
}, (t) => [index('shapes_vector').using('hnsw', t.vector.op('vector_cosine_ops'))]);

export const reader = pgRole('reader');
export const writer = pgRole('writer', { createDb: true, createRole: false, inherit: false });
export const anon = pgRole('anon').existing();

export const guarded = pgTable('guarded', { id: integer().primaryKey(), owner: text() }, (t) => [
  pgPolicy('everything'),
  pgPolicy('read own', {
    as: 'restrictive', for: 'select', to: [reader, 'public', writer], using: sql`${t.owner} = current_user and ${t.id} > ${3}`,
  }),
  pgPolicy('write', { for: 'insert', to: reader, withCheck: sql`true` }),
  pgPolicy('me', { to: 'current_user' }),
]).enableRLS();
export const locked = pgTable('locked', { id: integer() }).enableRLS();
export const linked = pgPolicy('linked', { for: 'delete', to: 'session_user' }).link(guarded);
export const loose = pgPolicy('loose');

export const other = pgSchema('other');
export const counter = pgSequence('counter');
export const steps = other.sequence('steps', { startWith: 100, increment: '5', minValue: 1, maxValue: 10000n as any, cache: 10, cycle: false });

export const options = pgView('options').with({ checkOption: 'cascaded', securityBarrier: true, securityInvoker: true })
  .as((qb) => qb.select().from(keys).where(eq(keys.firstName, 'x')));
export const stored = other.materializedView('stored').using('heap').tablespace('fast').withNoData()
  .with({ fillfactor: 70, autovacuumEnabled: false, vacuumIndexCleanup: 'auto' })
  .as((qb) => {
    const inner = qb.$with('inner').as(qb.select({ id: keys.id, first: keys.firstName }).from(keys));
    return qb.with(inner).select({ id: inner.id, upper: sql<string>`upper(${inner.first})`.as('upper') }).from(inner);
  });
export const declared = pgMaterializedView('declared', { id: integer(), at: timestamp() }).existing();
export const noted = pgTable('noted', { a: integer(), b: integer() }, (t) => [primaryKey({ columns: [t.a, t.b] })]);
