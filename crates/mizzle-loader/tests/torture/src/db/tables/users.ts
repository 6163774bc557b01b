import { sql } from 'drizzle-orm';
import { type AnyPgColumn, boolean, check, index, integer, jsonb, pgEnum, pgTable, varchar } from 'drizzle-orm/pg-core';
import { timestamps } from '@acme/shared/columns';
import naming, { Limits } from '#naming';
import { type Named, Role, type Settings } from '~types';
import { posts } from './posts';

export const roles = pgEnum('role', [Role.Admin, Role.Member, Role.Guest]);

export const users = pgTable(naming.name('users'), {
  id: integer('id').generatedAlwaysAsIdentity({ startWith: 100 }).primaryKey(),
  name: varchar('name', { length: Limits.name }).notNull(),
  role: roles('role').default(Role.Member),
  settings: jsonb('settings').$type<Settings>().default({ theme: 'dark' } satisfies Settings),
  manager: integer('manager').references((): AnyPgColumn => users.id),
  pinned: integer('pinned').references((): AnyPgColumn => posts.id, { onDelete: 'set null' }),
  active: boolean('active').default(!process.env.INACTIVE),
  ...timestamps,
}, (t) => [index().on(t.name), check('named', sql`length(${t.name}) > ${Limits.code}`)]);

export const unrelated: Named = { name: 'not a table' };
