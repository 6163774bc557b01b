ALTER SCHEMA "a" RENAME TO "aa";--> statement-breakpoint
CREATE SCHEMA "c";--> statement-breakpoint
DROP SCHEMA "b";
