ALTER TABLE "t" ALTER COLUMN "a" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "a" SET DATA TYPE integer USING "a"::integer;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "a" SET DEFAULT 2;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "b" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "b" SET DATA TYPE boolean USING "b"::boolean;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "b" SET DEFAULT false;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "c" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "c" SET DATA TYPE integer USING "c"::integer;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "d" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "d" SET DATA TYPE bigint;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "d" SET DEFAULT 1;
