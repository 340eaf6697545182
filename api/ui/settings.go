package ui

import (
	"net/http"

	"github.com/daodu/daodu"
)

type settingsData struct {
	head
	Keys    []daodu.Key
	Me      daodu.Key
	Version string
	Total   int
}

// settings shows what the reader may do and, to admins, the keys.
func (s *site) settings(q *request) error {
	d := settingsData{head: q.head("settings.title"), Me: q.key, Version: s.Version}
	var err error
	if q.role.May(daodu.RoleAdmin) && q.of.Keys != nil {
		if d.Keys, err = q.of.Keys.ListKeys(q.Context()); err != nil {
			return err
		}
	}
	if d.Total, err = q.of.Articles.Count(q.Context(), Filter{}); err != nil {
		return err
	}
	return q.show(http.StatusOK, "settings", d)
}
