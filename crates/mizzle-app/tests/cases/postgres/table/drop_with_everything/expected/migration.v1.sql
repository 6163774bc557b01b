DROP VIEW "v";--> statement-breakpoint
DROP TABLE "t";--> statement-breakpoint
DROP TYPE "kind";
