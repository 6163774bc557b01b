ALTER TABLE "t" ALTER COLUMN "a" SET DEFAULT 'new';--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "b" SET DEFAULT 'newer';--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "c" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "d" SET DEFAULT 2;
