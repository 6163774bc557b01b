ALTER TABLE "a" DROP CONSTRAINT "a_b_b_id_fk";--> statement-breakpoint
ALTER TABLE "b" DROP CONSTRAINT "b_a_a_id_fk";--> statement-breakpoint
DROP TABLE "a";--> statement-breakpoint
DROP TABLE "b";
