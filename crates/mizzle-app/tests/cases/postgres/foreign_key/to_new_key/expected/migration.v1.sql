ALTER TABLE "a" ADD PRIMARY KEY ("id");--> statement-breakpoint
ALTER TABLE "a" ADD CONSTRAINT "a_code_key" UNIQUE("code");--> statement-breakpoint
ALTER TABLE "b" ADD COLUMN "code" text;--> statement-breakpoint
ALTER TABLE "b" ADD CONSTRAINT "b_a_a_id_fkey" FOREIGN KEY ("a") REFERENCES "a"("id");--> statement-breakpoint
ALTER TABLE "b" ADD CONSTRAINT "b_code_a_code_fkey" FOREIGN KEY ("code") REFERENCES "a"("code");
