// Keys, checks, indexes and views as drizzle-orm 0.30 has them.
import { and, count, eq, gt, inArray, isNull, like, sql } from 'drizzle-orm';
import {
  type AnyPgColumn, check, foreignKey, index, integer, pgMaterializedView, pgSchema, pgTable, pgTableCreator, pgView,
  primaryKey, text, timestamp, unique, uniqueIndex,
} from 'drizzle-orm/pg-core';

const auth = pgSchema('auth');
const authUsers = auth.table('users', { id: integer('id').primaryKey() });
export const app = pgSchema('app');
export const level = app.enum('level', ['low', 'high']);

const timestamps = {
  createdAt: timestamp('created_at').defaultNow().notNull(),
  deletedAt: timestamp('deleted_at'),
};

export const users = pgTable('users', {
  id: integer('id').primaryKey(),
  email: text('email').notNull().unique(),
  name: text('name').unique('users_name_named'),
  nick: text('nick').unique('users_nick_named', { nulls: 'not distinct' }),
  account: integer('account').references(() => authUsers.id),
  parent: integer('parent').references((): AnyPgColumn => users.id, { onDelete: 'set null', onUpdate: 'cascade' }),
  ...timestamps,
});
export { users as people };

export const memberships = app.table('memberships', {
  user: integer('user').references(() => users.id, { onDelete: 'cascade' }),
  team: integer('team').notNull(),
  level: level('level').notNull().default('low'),
  ...timestamps,
}, (t) => ({
  pk: primaryKey({ columns: [t.user, t.team] }),
  fk: foreignKey({ columns: [t.team], foreignColumns: [teams.id] }).onDelete('restrict').onUpdate('no action'),
  named: foreignKey({ name: 'memberships_named', columns: [t.user, t.team], foreignColumns: [pairs.left, pairs.right] }),
  once: unique().on(t.user, t.level),
  onceNamed: unique('memberships_once').on(t.team, t.level).nullsNotDistinct(),
  positive: check('positive', sql`${t.team} > 0 and ${t.level} <> ${'high'}`),
}));

export const teams = app.table('teams', { id: integer('id').primaryKey(), title: text('title') }, (t) => ({
  plain: index().on(t.title),
  named: uniqueIndex('teams_title').on(t.title).where(sql`${t.title} is not null and ${t.id} > ${1}`),
  expression: index('teams_lower').on(sql`lower(${t.title})`),
  concurrent: index('teams_concurrent').on(t.id, t.title).concurrently(),
  only: index('teams_only').onOnly(t.id),
}));

const prefixed = pgTableCreator((name) => `app_${name}`);
export const pairs = prefixed('pairs', { left: integer('left'), right: integer('right') }, (t) => ({
  pk: primaryKey({ name: 'pairs_named', columns: [t.left, t.right] }),
}));

export const activeUsers = pgView('active_users').as((qb) =>
  qb.select({ id: users.id, name: users.name }).from(users).where(and(isNull(users.deletedAt), like(users.email, '%@x\'y'))),
);
export const byTeam = pgMaterializedView('by_team').as((qb) =>
  qb.select({ team: memberships.team, members: count().as('members') }).from(memberships)
    .innerJoin(users, eq(users.id, memberships.user))
    .where(inArray(memberships.level, ['low', 'high'])).groupBy(memberships.team).having(gt(count(), 1)),
);
export const raw = app.view('raw', { one: integer('one') }).as(sql`select 1 as one, ${'p'} as two`);
export const there = pgView('there', { one: integer('one') }).existing();
