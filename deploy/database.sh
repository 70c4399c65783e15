#!/bin/sh
# Makes the program's own account and database, once, when the container of compose.yaml begins with an empty volume.
# The account owns its database and may nothing else on the server: it makes no databases or accounts and reads no files.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$PROGRAM_PASSWORD" -U postgres <<'SQL'
create role roster login nosuperuser nocreatedb nocreaterole password :'password';
create database roster owner roster;
revoke all on database roster from public;
SQL
