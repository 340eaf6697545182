// Package client tests that a client can be made from the document of the API. Its test
// has oapi-codegen generate one from ../openapi.yaml, builds testdata/drive with it, and lets
// that drive every route of a server. It is a module of its own, so that no user of Daodu
// fetches the generator.
package client
