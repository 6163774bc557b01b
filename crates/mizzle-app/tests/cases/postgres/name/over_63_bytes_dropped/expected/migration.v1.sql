ALTER TABLE "a_table_with_a_name_that_is_quite_long_indeed" DROP CONSTRAINT "a_table_with_a_name_that_is_q_another_column_with_a_long_na_key";--> statement-breakpoint
ALTER TABLE "a_table_with_a_name_that_is_quite_long_indeed" DROP CONSTRAINT "HVqYEMTALVal_fkey";--> statement-breakpoint
ALTER TABLE "a_table_with_a_name_that_is_quite_long_indeed" DROP CONSTRAINT "a_table_with_a_name_that_is_quite_long_indeed_pkey";--> statement-breakpoint
DROP INDEX "a_table_with_a_name_that_is_quite_long_indeed_parent_of_this_row_in_the_tree_another_column_with_a_long_name_index";--> statement-breakpoint
ALTER TABLE "a_table_with_a_name_that_is_quite_long_indeed" ALTER COLUMN "id" DROP NOT NULL;
