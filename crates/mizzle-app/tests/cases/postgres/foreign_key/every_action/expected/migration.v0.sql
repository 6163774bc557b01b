ALTER TABLE "b" ADD COLUMN "r" integer;--> statement-breakpoint
ALTER TABLE "b" ADD COLUMN "s" integer;--> statement-breakpoint
ALTER TABLE "b" ADD COLUMN "d" integer DEFAULT 1;--> statement-breakpoint
ALTER TABLE "b" ADD COLUMN "x" integer;--> statement-breakpoint
ALTER TABLE "b" DROP CONSTRAINT "b_c_a_id_fk";--> statement-breakpoint
ALTER TABLE "b" ADD CONSTRAINT "b_c_a_id_fk" FOREIGN KEY ("c") REFERENCES "public"."a"("id") ON DELETE set null ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "b" ADD CONSTRAINT "b_r_a_id_fk" FOREIGN KEY ("r") REFERENCES "public"."a"("id") ON DELETE restrict ON UPDATE restrict;--> statement-breakpoint
ALTER TABLE "b" ADD CONSTRAINT "b_s_a_id_fk" FOREIGN KEY ("s") REFERENCES "public"."a"("id") ON DELETE set null ON UPDATE set null;--> statement-breakpoint
ALTER TABLE "b" ADD CONSTRAINT "b_d_a_id_fk" FOREIGN KEY ("d") REFERENCES "public"."a"("id") ON DELETE set default ON UPDATE set default;--> statement-breakpoint
ALTER TABLE "b" ADD CONSTRAINT "b_x_a_id_fk" FOREIGN KEY ("x") REFERENCES "public"."a"("id") ON DELETE no action ON UPDATE no action;
