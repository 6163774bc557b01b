ALTER TABLE "a" ADD PRIMARY KEY ("id");--> statement-breakpoint
ALTER TABLE "a" ADD CONSTRAINT "a_code_unique" UNIQUE("code");--> statement-breakpoint
ALTER TABLE "b" ADD COLUMN "code" text;--> statement-breakpoint
ALTER TABLE "b" ADD CONSTRAINT "b_a_a_id_fk" FOREIGN KEY ("a") REFERENCES "public"."a"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "b" ADD CONSTRAINT "b_code_a_code_fk" FOREIGN KEY ("code") REFERENCES "public"."a"("code") ON DELETE no action ON UPDATE no action;
