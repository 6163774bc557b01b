CREATE SEQUENCE number_counter;--> statement-breakpoint
CREATE FUNCTION next_number(prefix text) RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT prefix || to_char(nextval('public.number_counter'), 'FM000000');
$$;--> statement-breakpoint
CREATE FUNCTION looks_like_iban(value text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT value ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$';
$$;--> statement-breakpoint
CREATE FUNCTION due_date() RETURNS date LANGUAGE sql STABLE AS 'SELECT current_date + 14';
--> statement-breakpoint
CREATE DOMAIN cents AS integer CHECK (VALUE >= 0);--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION billing_german (COPY = german);
