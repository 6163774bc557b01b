// What came with the release candidates of 1.0.
import { sql } from 'drizzle-orm';
import { camelCase, index, integer, snakeCase, text } from 'drizzle-orm/pg-core';

export const cased = snakeCase.table('cased', {
  userId: integer().primaryKey(), firstName: text().unique(), given: text('Given'),
}, (t) => [index().on(t.firstName), index('cased_lower').on(sql`lower(${t.firstName})`)]);
export const camel = camelCase.table('camel', { user_id: integer().references(() => cased.userId) });
export const casedView = snakeCase.view('cased_view').as((qb) => qb.select().from(cased));
