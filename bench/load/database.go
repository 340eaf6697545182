package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/url"
	"path/filepath"

	"github.com/jackc/pgx/v5"
)

// newLibrary returns the address of a new library below dir, or on a PostgreSQL, and what
// deletes it.
func newLibrary(ctx context.Context, server, dir string) (address string, drop func(), err error) {
	if server == "" {
		return filepath.Join(dir, "library.db"), func() {}, nil
	}
	random := make([]byte, 6)
	rand.Read(random) // never fails
	name := "daodu_load_" + hex.EncodeToString(random)
	if err := execute(ctx, server, "create database "+name+" template template1 encoding 'UTF8'"); err != nil {
		return "", nil, err
	}
	drop = func() {
		if err := execute(context.WithoutCancel(ctx), server, "drop database "+name+" with (force)"); err != nil {
			fmt.Println("load:", err)
		}
	}
	u, err := url.Parse(server)
	if err != nil {
		return "", nil, err
	}
	u.Path = "/" + name
	return u.String(), drop, execute(ctx, u.String(), "create extension if not exists vector")
}

func execute(ctx context.Context, address, statement string) error {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}
