-- Puts the values into t.c, goes there and back, and takes everything back: the values that
-- are others then, with what became of them. Where the way there refuses one, each is tried
-- alone, and of one that is refused nothing is lost.
CREATE FUNCTION there_and_back(literals text[], up text[], down text[]) RETURNS SETOF text
LANGUAGE plpgsql AS $$
DECLARE
  alone boolean := array_length(literals, 1) = 1;
  literal text;
  step text;
  wrong text[] := '{}';
  stage text := 'is none of the type';
BEGIN
  BEGIN
    FOREACH literal IN ARRAY literals LOOP
      EXECUTE format('INSERT INTO t SELECT count(*), %L FROM t', literal);
    END LOOP;
    EXECUTE 'CREATE TEMP TABLE had AS SELECT id, record_send(ROW(c)) AS had FROM t';
    stage := NULL;
    FOREACH step IN ARRAY up LOOP EXECUTE step; END LOOP;
    stage := 'does not come back';
    FOREACH step IN ARRAY down LOOP EXECUTE step; END LOOP;
    EXECUTE 'SELECT array_agg(format(''%L comes back as %L'', ($1)[id + 1], format(''%s'', c)))
      FROM t JOIN had USING (id) WHERE record_send(ROW(c)) <> had' INTO wrong USING literals;
    RAISE EXCEPTION 'undo' USING ERRCODE = 'MZ000';
  EXCEPTION
    WHEN SQLSTATE 'MZ000' THEN NULL;
    WHEN OTHERS THEN
      IF NOT alone THEN
        FOREACH literal IN ARRAY literals LOOP
          RETURN QUERY SELECT there_and_back(ARRAY[literal], up, down);
        END LOOP;
        RETURN;
      END IF;
      -- NULL where it was the way there that failed.
      wrong := array_remove(ARRAY[format('%L ', literals[1]) || stage || ': ' || SQLERRM], NULL);
  END;
  RETURN QUERY SELECT unnest(wrong);
END $$;
