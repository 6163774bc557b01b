INSERT INTO core.tenants (name) VALUES ('Acme'), ('O''Brien & Co');
INSERT INTO core.users (tenant_id, email) SELECT id, 'a@example.com' FROM core.tenants;
INSERT INTO core.invoices (tenant_id, amount) SELECT id, 100 FROM core.tenants;
UPDATE audit.events SET user_id = 1 WHERE id = 1;
INSERT INTO reporting.exports (tenant_id, plan) SELECT id, plan FROM core.tenants;
