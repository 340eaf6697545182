//go:build race

package main

// racing says that the race detector runs, under which a browser waits long for each page.
const racing = true
