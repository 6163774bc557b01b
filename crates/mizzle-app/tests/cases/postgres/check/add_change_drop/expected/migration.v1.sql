ALTER TABLE "t" RENAME CONSTRAINT "old_name" TO "new_name";--> statement-breakpoint
ALTER TABLE "t" DROP CONSTRAINT "small";--> statement-breakpoint
ALTER TABLE "t" DROP CONSTRAINT "odd; ""name""";--> statement-breakpoint
ALTER TABLE "t" DROP CONSTRAINT "positive";--> statement-breakpoint
ALTER TABLE "t" ADD CONSTRAINT "positive" CHECK ("a" >= 0);--> statement-breakpoint
ALTER TABLE "t" ADD CONSTRAINT "text" CHECK ("a"::text <> 'it''s; -- no');
