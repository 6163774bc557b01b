INSERT INTO auth.users VALUES
  ('00000000-0000-4000-8000-000000000001', 'ada@example.com', '{"username": "ada"}'),
  ('00000000-0000-4000-8000-000000000002', 'bob@example.com', '{}');
SET request.jwt.claim.sub = '00000000-0000-4000-8000-000000000001';
INSERT INTO groups (name) VALUES ('Readers');
INSERT INTO members SELECT id, owner FROM groups;
INSERT INTO messages (group_id, author, body) SELECT id, owner, 'Hello' FROM groups;
