// Package storetest holds what every engine of package store must do, as one suite ([Run]), and starts
// PostgreSQL servers for tests ([Postgres], [PostgresServer]).
package storetest
