ALTER TYPE "status" ADD VALUE 'a' BEFORE 'b';--> statement-breakpoint
ALTER TYPE "status" ADD VALUE 'c''c' BEFORE 'd';--> statement-breakpoint
ALTER TYPE "status" ADD VALUE 'e';--> statement-breakpoint
ALTER TYPE "status" ADD VALUE 'f';
