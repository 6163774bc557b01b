-- Accounting wants a month from now on.
CREATE OR REPLACE FUNCTION due_date() RETURNS date LANGUAGE sql STABLE AS $$
  SELECT (current_date + interval '1 month')::date;
$$;
