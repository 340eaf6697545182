package daodu

import (
	"slices"
	"time"
)

// A Wish says what somebody wants written about an article.
type Wish struct {
	Kind   Kind   `json:"kind"`
	Length Length `json:"length"` // "" in a wish is medium
	Lang   string `json:"lang"`   // BCP 47; "" in a wish is the language of the article
	Engine string `json:"engine"` // extract or openai
}

// A Job is one artifact that is to be written, is being written, or was. There is at most
// one job that is not in vain for the same wish about the same text.
type Job struct {
	ID        string `json:"id"`
	ArticleID string `json:"article_id"`
	Wish
	State    JobState `json:"state"`
	Attempts int      `json:"attempts"` // how often a worker began
	Progress float64  `json:"progress"` // 0..1
	Step     string   `json:"step,omitempty"`
	// Error says why the last attempt failed, in words for users.
	Error      string `json:"error,omitempty"`
	ArtifactID string `json:"artifact_id,omitempty"` // set when done
	Cost       Cost   `json:"cost"`                  // of the artifact
	AskedBy    string `json:"-"`                     // ID of the key that asked first, "" without keys

	CreatedAt  time.Time `json:"created_at"`
	RunAt      time.Time `json:"run_at"` // when it may begin: later than CreatedAt when it is tried again
	StartedAt  time.Time `json:"started_at,omitzero"`
	FinishedAt time.Time `json:"finished_at,omitzero"`
}

// A JobState says how far a job is.
type JobState string

// The states of jobs.
const (
	JobQueued    JobState = "queued"
	JobRunning   JobState = "running"
	JobDone      JobState = "done"
	JobFailed    JobState = "failed"
	JobCancelled JobState = "cancelled"
)

// JobStates lists all states, in the order in which a job goes through them.
var JobStates = []JobState{JobQueued, JobRunning, JobDone, JobFailed, JobCancelled}

// Final reports whether a job in state s does not go on by itself.
func (s JobState) Final() bool { return slices.Contains(JobStates[2:], s) }

// A JobEnding is what became of a job that a worker had: an artifact, an error, or neither
// when the worker has to give it back.
type JobEnding struct {
	JobID    string
	Artifact *Artifact
	Err      error
	// Again is how long to wait before the next attempt behind an error; a job with a
	// negative one has failed for good.
	Again time.Duration
}

// A JobEvent tells of a change of a job. Events of a workspace are numbered in the order
// in which they became visible, without gaps: who has seen number n misses nothing by
// asking for those behind n.
type JobEvent struct {
	Seq  int64        `json:"seq"`
	Type JobEventType `json:"type"`
	At   time.Time    `json:"at"`
	Job  Job          `json:"job"` // as it was then
}

// A JobEventType says what happened to a job.
type JobEventType string

// The types of event.
const (
	EventQueued    JobEventType = "queued"
	EventStarted   JobEventType = "started"
	EventProgress  JobEventType = "progress"
	EventRetrying  JobEventType = "retrying" // an attempt failed, there will be another
	EventReturned  JobEventType = "returned" // its worker stopped or died; another takes it
	EventDone      JobEventType = "done"
	EventFailed    JobEventType = "failed"
	EventCancelled JobEventType = "cancelled"
)
