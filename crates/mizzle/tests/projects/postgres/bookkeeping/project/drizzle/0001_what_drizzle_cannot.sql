ALTER TABLE periods ADD CONSTRAINT periods_apart EXCLUDE USING gist (during WITH &&);
CREATE INDEX entries_by_period ON entries (period_id) INCLUDE (booked, text);
-- Entries and their reversals are written in one go, in any order.
ALTER TABLE entries ADD CONSTRAINT entries_reversed_by
  FOREIGN KEY (reversed_by) REFERENCES entries (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE postings DROP CONSTRAINT postings_entry_id_entries_id_fk;
ALTER TABLE postings ADD CONSTRAINT postings_entry_id_entries_id_fk
  FOREIGN KEY (entry_id) REFERENCES entries (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
COMMENT ON TABLE entries IS 'Never updated; see reversed_by';
