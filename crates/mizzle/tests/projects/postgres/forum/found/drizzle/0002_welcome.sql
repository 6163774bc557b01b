INSERT INTO boards (title) VALUES ('Welcome');
