ALTER TABLE "t" ALTER COLUMN "a" SET DATA TYPE varchar(3);--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "b" SET DATA TYPE varchar(2)[];--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "c" SET DATA TYPE varchar(3);--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "d" SET DATA TYPE varchar(3);
