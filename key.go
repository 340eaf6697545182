package daodu

import "time"

// A Role says what the holder of a key may do: each role may do what those before it may.
type Role string

// The roles, the one that may least first.
const (
	RoleReader Role = "reader" // look at everything in a workspace
	RoleEditor Role = "editor" // and change its articles, artifacts and collections
	RoleAdmin  Role = "admin"  // and its keys and webhooks
)

// Roles lists all roles, the one that may least first.
var Roles = []Role{RoleReader, RoleEditor, RoleAdmin}

// May reports whether r may do what needs a role. Nobody may do what needs a role that there
// is not.
func (r Role) May(needed Role) bool { return needed.rank() > 0 && r.rank() >= needed.rank() }

// rank returns the place of r among the roles from 1 on, 0 for a word that is no role.
func (r Role) rank() int {
	for i, known := range Roles {
		if r == known {
			return i + 1
		}
	}
	return 0
}

// A Key lets its holder into one workspace. Its secret is told once, when it is made;
// only the SHA-256 of the secret is kept.
type Key struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`   // who uses it, for people
	Prefix    string    `json:"prefix"` // how the secret begins, to tell keys apart
	Role      Role      `json:"role"`
	Workspace string    `json:"workspace"`
	AddedAt   time.Time `json:"added_at"`
	UsedAt    time.Time `json:"used_at,omitzero"`    // to the minute; zero when it was never used
	RevokedAt time.Time `json:"revoked_at,omitzero"` // zero while it is valid
	// Rate is the most requests in a minute, 0 for the server's own limit.
	Rate int `json:"rate,omitempty"`
	// Budget is the most that may be spent on models in a calendar month (UTC); its zero
	// value sets no limit.
	Budget Cost `json:"budget,omitzero"`
}

// A Change is an entry of the audit log: who changed what.
type Change struct {
	ID      string    `json:"id"`
	At      time.Time `json:"at"`
	Key     string    `json:"key,omitempty"`  // ID of the key; "" for whoever needs none
	Name    string    `json:"name,omitempty"` // of the key at that time
	Action  string    `json:"action"`         // the operation, such as removeArticle
	Target  string    `json:"target"`         // what it was done to, as a path of the API
	Status  int       `json:"status"`         // HTTP status of the answer
	Request string    `json:"request"`        // ID of the request
	Address string    `json:"address"`        // IP address of the caller
}

// A Replay is the answer to a request that carried an Idempotency-Key, kept so that the
// same request can have the same answer again.
type Replay struct {
	Caller  string              // ID of the key; "" for whoever needs none
	Name    []byte              // SHA-256 of the Idempotency-Key
	Request []byte              // SHA-256 of what was asked
	Until   time.Time           // when it may be forgotten
	Status  int                 // HTTP status; 0 while the request is being answered
	Header  map[string][]string // what of the answer's header belongs to it
	Body    []byte
}
