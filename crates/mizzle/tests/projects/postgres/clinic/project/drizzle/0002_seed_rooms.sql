-- Custom SQL migration file, put your code below! --
INSERT INTO rooms (code, floor) VALUES ('A1', 0), ('A2', 0), ('B1', 1);
INSERT INTO doctors (name, speciality) VALUES ('Dr. Okafor', 'general'), ('Dr. Lind', 'paediatrics');
