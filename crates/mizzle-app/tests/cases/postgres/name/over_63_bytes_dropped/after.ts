import { integer, pgTable } from "drizzle-orm/pg-core";

export const long = pgTable("a_table_with_a_name_that_is_quite_long_indeed", {
	id: integer(),
	anotherColumnWithALongName: integer("another_column_with_a_long_name"),
	parent: integer("parent_of_this_row_in_the_tree"),
});
