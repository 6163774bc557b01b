CREATE TABLE hotels (id serial PRIMARY KEY);
