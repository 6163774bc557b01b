ALTER TABLE "t" ALTER COLUMN "a" SET DATA TYPE varchar(20);--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "b" SET DATA TYPE numeric(10, 2) USING "b"::numeric(10, 2);--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "c" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "c" SET DATA TYPE text USING "c"::text;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "c" SET DEFAULT 'x';--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "d" SET DATA TYPE bigint USING "d"::bigint;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "e" SET DATA TYPE timestamp (6) USING "e"::timestamp (6);
