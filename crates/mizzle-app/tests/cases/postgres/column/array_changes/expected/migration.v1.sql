ALTER TABLE "t" ALTER COLUMN "a" SET DATA TYPE bigint[] USING "a"::bigint[];--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "b" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "b" SET DATA TYPE text[] USING "b"::text[];--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "b" SET DEFAULT '{"y"}'::text[];--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "c" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "c" SET DATA TYPE integer[] USING CASE WHEN "c" IS NULL THEN NULL ELSE ARRAY["c"]::integer[] END;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "c" SET DEFAULT '{1}'::integer[];
