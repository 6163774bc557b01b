CREATE TABLE "a_table_with_a_name_that_is_quite_long_indeed" (
	"id" serial PRIMARY KEY,
	"another_column_with_a_long_name" integer UNIQUE,
	"parent_of_this_row_in_the_tree" integer
);
--> statement-breakpoint
ALTER TABLE "a_table_with_a_name_that_is_quite_long_indeed" ADD CONSTRAINT "HVqYEMTALVal_fkey" FOREIGN KEY ("parent_of_this_row_in_the_tree") REFERENCES "a_table_with_a_name_that_is_quite_long_indeed"("id");--> statement-breakpoint
CREATE INDEX "a_table_with_a_name_that_is_quite_long_indeed_parent_of_this_row_in_the_tree_another_column_with_a_long_name_index" ON "a_table_with_a_name_that_is_quite_long_indeed" ("parent_of_this_row_in_the_tree","another_column_with_a_long_name");
