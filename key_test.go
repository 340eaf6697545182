package daodu

import "testing"

func TestRoleMay(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		role, needed Role
		want         bool
	}{
		{RoleReader, RoleReader, true},
		{RoleReader, RoleEditor, false},
		{RoleEditor, RoleReader, true},
		{RoleEditor, RoleAdmin, false},
		{RoleAdmin, RoleAdmin, true},
		{"", RoleReader, false},
		{"", "", false},
		{"root", RoleReader, false},
		{RoleAdmin, "", false},
		{RoleAdmin, "root", false},
	} {
		if got := test.role.May(test.needed); got != test.want {
			t.Errorf("%q may what needs %q: %v", test.role, test.needed, got)
		}
	}
}
