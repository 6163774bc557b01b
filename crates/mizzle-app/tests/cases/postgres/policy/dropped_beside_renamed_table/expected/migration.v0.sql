ALTER TABLE "notes" RENAME TO "letters";--> statement-breakpoint
ALTER INDEX IF EXISTS "notes_pkey" RENAME TO "letters_pkey";--> statement-breakpoint
DROP TABLE "vaults";--> statement-breakpoint
ALTER TABLE "letters" ALTER COLUMN "body" SET DATA TYPE jsonb;
