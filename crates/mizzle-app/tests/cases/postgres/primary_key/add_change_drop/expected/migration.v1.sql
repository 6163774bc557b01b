ALTER TABLE "a" ADD PRIMARY KEY ("x");--> statement-breakpoint
ALTER TABLE "b" DROP CONSTRAINT "b_pkey";--> statement-breakpoint
ALTER TABLE "b" ADD PRIMARY KEY ("x","y");--> statement-breakpoint
ALTER TABLE "c" DROP CONSTRAINT "c_pkey";--> statement-breakpoint
ALTER TABLE "c" ALTER COLUMN "x" DROP NOT NULL;
