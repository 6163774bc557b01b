import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import compiled, { named } from '@/lib/compiled.cjs';
import data from '@/lib/data.json';
import legacy from '@/lib/legacy.cts';
import { Level } from '~types';
import { tags } from '../../lib/decorated';
import { users } from './users';

const { readFileSync } = await import('node:fs');
const { default: naming } = await import('#naming');
const length = readFileSync(new URL('../../lib/data.json', import.meta.url), 'utf8').trim().length;
await new Promise((resolve) => setTimeout(resolve, 1));

export const posts = pgTable(naming.name('posts'), {
  id: integer('id').primaryKey().default(Level.High),
  author: integer('author').notNull().references(() => users.id, { onDelete: 'cascade' }),
  title: text('title').default(`${compiled}-${named}-${legacy.label}-${legacy.here}`),
  body: text('body').default([...data.list].sort().join(',')),
  length: integer('length').default(length),
  tags: text('tags').default(tags.join(' ')),
});
