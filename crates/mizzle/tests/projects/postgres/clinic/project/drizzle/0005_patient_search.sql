create index if not exists patients_email_search on patients (lower(email));
