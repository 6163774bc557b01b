ALTER TABLE "t" ALTER COLUMN "a" SET DATA TYPE integer USING "a"::integer;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "b" SET DATA TYPE text USING "b"::text;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "c" SET DATA TYPE integer USING "c"::integer;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "d" SET DATA TYPE uuid USING "d"::uuid;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "e" SET DATA TYPE timestamp USING "e"::timestamp;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "f" SET DATA TYPE text[] USING CASE WHEN "f" IS NULL THEN NULL ELSE ARRAY["f"]::text[] END;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "g" SET DATA TYPE jsonb USING "g"::jsonb;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "h" SET DATA TYPE boolean USING "h"::boolean;
