-- Not even drizzle 1.0 can say this.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE bookings ADD CONSTRAINT bookings_no_overlap
  EXCLUDE USING gist (hotel WITH =, room WITH =, daterange(arrives, leaves) WITH &&);
INSERT INTO hotels (name, stars) VALUES ('Zur Post', 4);
