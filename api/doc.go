// Package api is stage 5: it serves a library over HTTP, to other programs and to pages.
//
// routes.go lists every route with the role that it needs; a handler of each resource
// stands in a file of its own and knows no more of HTTP than the names of its parameters.
// What a handler needs of the library it takes from the [Workspace] of the caller, a set of
// small interfaces: the package knows neither the database nor what reads and writes.
// problem.go turns errors into RFC 9457 problems. The document of the API is made from the
// code; the copy in openapi.yaml is what clients are made from.
package api
