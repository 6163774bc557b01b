ALTER TABLE "kept" DROP CONSTRAINT "kept_a_a_id_fkey";--> statement-breakpoint
DROP TABLE "c";--> statement-breakpoint
DROP TABLE "b";--> statement-breakpoint
DROP TABLE "a";
