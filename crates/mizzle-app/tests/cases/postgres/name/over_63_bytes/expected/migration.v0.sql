CREATE TABLE "a_table_with_a_name_that_is_quite_long_indeed" (
	"id" serial PRIMARY KEY NOT NULL,
	"another_column_with_a_long_name" integer,
	"parent_of_this_row_in_the_tree" integer,
	CONSTRAINT "a_table_with_a_name_that_is_quite_long_indeed_another_column_with_a_long_name_unique" UNIQUE("another_column_with_a_long_name")
);
--> statement-breakpoint
ALTER TABLE "a_table_with_a_name_that_is_quite_long_indeed" ADD CONSTRAINT "a_table_with_a_name_that_is_quite_long_indeed_parent_of_this_row_in_the_tree_a_table_with_a_name_that_is_quite_long_indeed_id_fk" FOREIGN KEY ("parent_of_this_row_in_the_tree") REFERENCES "public"."a_table_with_a_name_that_is_quite_long_indeed"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "a_table_with_a_name_that_is_quite_long_indeed_parent_of_this_row_in_the_tree_another_column_with_a_long_name_index" ON "a_table_with_a_name_that_is_quite_long_indeed" USING btree ("parent_of_this_row_in_the_tree","another_column_with_a_long_name");
