ALTER VIEW "a" RENAME TO "b";--> statement-breakpoint
ALTER VIEW "b" SET (check_option = local);--> statement-breakpoint
ALTER VIEW "b" RESET (security_barrier);--> statement-breakpoint
ALTER MATERIALIZED VIEW "stored" RENAME TO "kept";--> statement-breakpoint
ALTER MATERIALIZED VIEW "kept" SET (fillfactor = 70);
