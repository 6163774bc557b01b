INSERT INTO brands (name, slug) VALUES ('None', 'none') ON CONFLICT DO NOTHING;
COMMIT;
BEGIN;
UPDATE products SET updated_at = '2024-01-01' WHERE state = 'retired';
INSERT INTO categories (path) VALUES ('/');
