CREATE FUNCTION audit.log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit.events (what, payload) VALUES (TG_OP || ' ' || TG_TABLE_NAME, to_jsonb(NEW));
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER log AFTER INSERT OR UPDATE ON core.tenants FOR EACH ROW EXECUTE FUNCTION audit.log();
--> statement-breakpoint
INSERT INTO core.tenants (name, plan) VALUES ('Ourselves', 'pro');
