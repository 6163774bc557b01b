ALTER TABLE "t" DROP CONSTRAINT "first";--> statement-breakpoint
ALTER TABLE "t" DROP CONSTRAINT "second";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "a" SET DATA TYPE integer USING "a"::integer;--> statement-breakpoint
ALTER TABLE "t" ADD CONSTRAINT "first" CHECK ("t"."a" is not null);--> statement-breakpoint
ALTER TABLE "t" ADD CONSTRAINT "second" CHECK ("t"."a" is not null);
