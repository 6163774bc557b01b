import { pgTable, integer } from 'drizzle-orm/pg-core';

export * from './columns';
export const audit = pgTable('audit', { id: integer('id').primaryKey() });
