INSERT INTO patients (name, email, born) VALUES
  ('Ada Byron', 'Ada@Example.com', '1990-12-10'), ('Çelik "Dr." O''Neil', NULL, '2019-02-28');
INSERT INTO appointments (patient_id, doctor_id, room, day, at, state)
  SELECT id, 1, 'A1', '2024-03-01', TIME '09:00' + row_number() OVER (ORDER BY name) * INTERVAL '15 min', 'done'
  FROM patients;
INSERT INTO prescriptions VALUES (1, 1, 'Amoxicillin 500 mg'), (1, 2, 'Paracetamol'), (2, 1, 'Vitamin D');
INSERT INTO invoices (appointment_id, amount, paid) VALUES (1, 40.50, true), (2, 0.00, false);
