ALTER TABLE "b" ADD COLUMN "r" integer;--> statement-breakpoint
ALTER TABLE "b" ADD COLUMN "s" integer;--> statement-breakpoint
ALTER TABLE "b" ADD COLUMN "d" integer DEFAULT 1;--> statement-breakpoint
ALTER TABLE "b" ADD COLUMN "x" integer;--> statement-breakpoint
ALTER TABLE "b" DROP CONSTRAINT "b_c_a_id_fkey";--> statement-breakpoint
ALTER TABLE "b" ADD CONSTRAINT "b_c_a_id_fkey" FOREIGN KEY ("c") REFERENCES "a"("id") ON DELETE SET NULL ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "b" ADD CONSTRAINT "b_r_a_id_fkey" FOREIGN KEY ("r") REFERENCES "a"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;--> statement-breakpoint
ALTER TABLE "b" ADD CONSTRAINT "b_s_a_id_fkey" FOREIGN KEY ("s") REFERENCES "a"("id") ON DELETE SET NULL ON UPDATE SET NULL;--> statement-breakpoint
ALTER TABLE "b" ADD CONSTRAINT "b_d_a_id_fkey" FOREIGN KEY ("d") REFERENCES "a"("id") ON DELETE SET DEFAULT ON UPDATE SET DEFAULT;--> statement-breakpoint
ALTER TABLE "b" ADD CONSTRAINT "b_x_a_id_fkey" FOREIGN KEY ("x") REFERENCES "a"("id");
