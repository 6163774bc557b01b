DROP INDEX "t_bc_idx";--> statement-breakpoint
ALTER TABLE "t" DROP COLUMN "a";--> statement-breakpoint
ALTER TABLE "t" DROP COLUMN "b";
