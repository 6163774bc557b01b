ALTER TYPE "status" RENAME TO "state";--> statement-breakpoint
ALTER TYPE "state" ADD VALUE 'b';
