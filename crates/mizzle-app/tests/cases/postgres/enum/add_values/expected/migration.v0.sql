ALTER TYPE "public"."status" ADD VALUE 'a' BEFORE 'b';--> statement-breakpoint
ALTER TYPE "public"."status" ADD VALUE 'c''c' BEFORE 'd';--> statement-breakpoint
ALTER TYPE "public"."status" ADD VALUE 'e';--> statement-breakpoint
ALTER TYPE "public"."status" ADD VALUE 'f';
