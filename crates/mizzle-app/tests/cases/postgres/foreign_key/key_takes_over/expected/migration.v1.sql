ALTER TABLE "t" ADD PRIMARY KEY ("code");--> statement-breakpoint
ALTER TABLE "t" DROP CONSTRAINT "t_parent_t_code_fkey";--> statement-breakpoint
ALTER TABLE "u" DROP CONSTRAINT "u_t_t_code_fkey";--> statement-breakpoint
ALTER TABLE "t" DROP CONSTRAINT "t_code_key";--> statement-breakpoint
ALTER TABLE "t" ADD CONSTRAINT "t_parent_t_code_fkey" FOREIGN KEY ("parent") REFERENCES "t"("code");--> statement-breakpoint
ALTER TABLE "u" ADD CONSTRAINT "u_t_t_code_fkey" FOREIGN KEY ("t") REFERENCES "t"("code");
