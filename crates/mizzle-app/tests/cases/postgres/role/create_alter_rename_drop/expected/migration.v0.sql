ALTER ROLE "mizzle_case_a" WITH NOCREATEDB CREATEROLE NOINHERIT;--> statement-breakpoint
CREATE ROLE "mizzle_case_comes";--> statement-breakpoint
ALTER POLICY "p" ON "t" TO "mizzle_case_comes" USING (true);--> statement-breakpoint
DROP ROLE "mizzle_case_goes";
