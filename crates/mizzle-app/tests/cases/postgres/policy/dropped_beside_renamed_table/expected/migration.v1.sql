ALTER TABLE "notes" RENAME TO "letters";--> statement-breakpoint
DROP TABLE "vaults";--> statement-breakpoint
ALTER TABLE "letters" ALTER COLUMN "body" SET DATA TYPE jsonb USING "body"::jsonb;
