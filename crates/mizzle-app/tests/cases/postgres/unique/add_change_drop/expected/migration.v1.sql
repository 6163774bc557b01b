ALTER TABLE "t" RENAME CONSTRAINT "c_old" TO "c_new";--> statement-breakpoint
ALTER TABLE "t" DROP CONSTRAINT "t_b_key";--> statement-breakpoint
ALTER TABLE "t" DROP CONSTRAINT "bd";--> statement-breakpoint
ALTER TABLE "t" ADD CONSTRAINT "bd" UNIQUE("d","b");--> statement-breakpoint
ALTER TABLE "t" ADD CONSTRAINT "t_a_b_unique" UNIQUE("a","b");--> statement-breakpoint
ALTER TABLE "t" ADD CONSTRAINT "t_a_key" UNIQUE("a");--> statement-breakpoint
ALTER TABLE "t" ADD CONSTRAINT "d_nulls" UNIQUE NULLS NOT DISTINCT("d");
