-- Two roles for the dashboard: anytime_owner owns the tables and migrates them, anytime_app is what the server works as.
-- Run once, in the dashboard's database, as a superuser or whoever may make roles and owns the schema public:
--
--   psql --set=owner_password=… --set=app_password=… --file=deploy/roles.sql postgres://postgres@db.example.com/anytime
--
-- Then MIGRATE_DATABASE_URL is the address with anytime_owner, and DATABASE_URL the one with anytime_app. Every migration
-- gives anytime_app what it needs of the tables (lib/db/migrate/app-role.ts).
CREATE ROLE anytime_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE anytime_app LOGIN PASSWORD :'app_password';
-- The owner may do what the app may, such as changing the table of bodies, which is the app's. Never the reverse.
GRANT anytime_app TO anytime_owner;
ALTER SCHEMA public OWNER TO anytime_owner;
-- Whoever may create functions where the owner looks for them could have it run them.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
-- Months of bodies come and go while the server works. It looks here last, so that nothing in it hides a table.
CREATE SCHEMA anytime_bodies AUTHORIZATION anytime_app;
ALTER ROLE anytime_app SET search_path = public, anytime_bodies;
-- Is there a dashboard in this database, whose tables another role owns? Stop it, and give them to the new owner, as a
-- superuser:
--   REASSIGN OWNED BY the_role_of_before TO anytime_owner;
