ALTER TABLE "t" ADD PRIMARY KEY ("code");--> statement-breakpoint
ALTER TABLE "t" DROP CONSTRAINT "t_parent_t_code_fk";--> statement-breakpoint
ALTER TABLE "u" DROP CONSTRAINT "u_t_t_code_fk";--> statement-breakpoint
ALTER TABLE "t" DROP CONSTRAINT "t_code_unique";--> statement-breakpoint
ALTER TABLE "t" ADD CONSTRAINT "t_parent_t_code_fk" FOREIGN KEY ("parent") REFERENCES "public"."t"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "u" ADD CONSTRAINT "u_t_t_code_fk" FOREIGN KEY ("t") REFERENCES "public"."t"("code") ON DELETE no action ON UPDATE no action;
