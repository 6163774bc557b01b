import {
	type AnyPgColumn,
	index,
	integer,
	pgTable,
	primaryKey,
	serial,
	unique,
} from "drizzle-orm/pg-core";

export const long = pgTable("a_table_with_a_name_that_is_quite_long_indeed", {
	id: serial().primaryKey(),
	anotherColumnWithALongName: integer("another_column_with_a_long_name").unique(),
	parent: integer("parent_of_this_row_in_the_tree").references((): AnyPgColumn => long.id),
}, (t) => [index().on(t.parent, t.anotherColumnWithALongName)]);
