//go:build !race

package openai

// racing says that the race detector runs, which takes most of the time that tests measure.
const racing = false
