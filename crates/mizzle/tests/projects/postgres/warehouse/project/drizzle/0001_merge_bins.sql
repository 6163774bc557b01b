-- Bins that were entered twice become one.
INSERT INTO bins (aisle, shelf) VALUES ('A', 1), ('A', 2), ('a ', 1);
LOCK TABLE bins IN ACCESS EXCLUSIVE MODE;
CREATE TEMP TABLE same ON COMMIT DROP AS
  SELECT id, min(id) OVER (PARTITION BY upper(trim(aisle)), shelf) AS keep FROM bins;
UPDATE stock SET bin = same.keep FROM same WHERE stock.bin = same.id;
DELETE FROM bins USING same WHERE bins.id = same.id AND same.id <> same.keep;
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM bins WHERE aisle <> upper(trim(aisle))) THEN
    RAISE EXCEPTION 'still; some';
  END IF;
END $$;
