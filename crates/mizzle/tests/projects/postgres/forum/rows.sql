INSERT INTO users (nick, bio) VALUES ('Ada', 'x'), ('bob', NULL);
INSERT INTO topics (board, author, title, pinned) VALUES (1, 1, 'Hello', true), (1, NULL, 'Lost', false);
INSERT INTO posts (topic, author, body) VALUES (1, 1, E'line\nline'), (1, 2, '');
INSERT INTO votes VALUES (1, 2, 1), (2, 1, -1);
