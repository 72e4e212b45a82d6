package roster_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/roster"
	"verbatim/survey/sheet"
)

var roles = []survey.Role{{Key: "mentor", Singular: "mentor", Plural: "mentors"}, {Key: "mentee", Singular: "mentee", Plural: "mentees"}, {Key: "pair", Singular: "pair", Plural: "pairs", Joint: true}}

func list(existing ...survey.Participant) roster.List {
	n := 0
	return roster.List{RoundID: "r", Roles: roles, Existing: existing, NewID: func() string { n++; return "new" + strconv.Itoa(n) }}
}

func plan(t *testing.T, file string, l roster.List) roster.Plan {
	t.Helper()
	table, err := roster.Read([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return roster.Make(table, roster.Guess(table.Header), l)
}

func TestGuess(t *testing.T) {
	for _, c := range []struct {
		header string
		want   roster.Columns
	}{
		{"name,email,role,pair", roster.Columns{roster.Name: 0, roster.Email: 1, roster.Role: 2, roster.Pair: 3}},
		{"First name,Last name,E-mail address,Mentor or mentee?,Pair no.", roster.Columns{roster.Name: 0, roster.Surname: 1, roster.Email: 2, roster.Role: 3, roster.Pair: 4}},
		{"Year,Something", roster.Columns{}},
	} {
		if diff := cmp.Diff(c.want, roster.Guess(strings.Split(c.header, ","))); diff != "" {
			t.Errorf("Guess(%s) (-want +got):\n%s", c.header, diff)
		}
	}
}

func TestMakeAddsAndChanges(t *testing.T) {
	was := survey.Participant{ID: "a", RoundID: "r", Role: "mentor", Name: "Ada Byron", Email: "ada@example.ac.uk", PairID: "1", Person: "p"}
	same := survey.Participant{ID: "b", RoundID: "r", Role: "mentee", Name: "Bo", Email: "bo@example.ac.uk", PairID: "1"}
	nameless := survey.Participant{ID: "c", RoundID: "r", Role: "mentee", Name: "Cy Ng"}
	p := plan(t, "Name;E-mail;Role;Pair\nAda Lovelace;ADA@example.ac.uk;Mentors;1\nBo;bo@example.ac.uk;mentee;1\nCy Ng;cy@example.ac.uk;Mentee;2\n Dee   Odd ;;mentor;2\n", list(was, same, nameless))
	if len(p.Problems) > 0 || p.Same != 1 {
		t.Fatalf("problems = %v, same = %d", p.Problems, p.Same)
	}
	diff(t, "Added", p.Added, []survey.Participant{{ID: "new1", RoundID: "r", Role: "mentor", Name: "Dee Odd", PairID: "2"}})
	ada, cy := was, nameless
	ada.Name, ada.Email = "Ada Lovelace", "ADA@example.ac.uk"
	cy.Email, cy.PairID = "cy@example.ac.uk", "2"
	diff(t, "Changed", p.Changed, []roster.Change{{was, ada}, {nameless, cy}})
}

func TestMakeSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"no role column", "name\nAda\n", "file: P13"},
		{"unknown role", "name,role\nAda,queen\n", `row 2, column "role": P14`},
		{"no role", "name,role\nAda,\n", `row 2, column "role": P14`},
		{"nobody", "name,email,role\n,,mentor\n", "row 2: P15"},
		{"twice", "name,email,role\nAda,a@b.uk,mentor\nAda L,A@B.uk,mentor\n", "row 3: P16"},
		{"no address", "name,email,role\nAda,ada at home,mentor\n", `row 2, column "email": P17`},
		{"two addresses", "name,email,role\nAda,\"a@b.uk, c@d.uk\",mentor\n", `row 2, column "email": P17`},
		{"three in a pair", "name,role,pair\nA,mentor,1\nB,mentee,1\nC,mentee,1\n", `row 4, column "pair": P18`},
		{"pair of one role", "name,role,pair\nA,mentor,1\nB,mentor,1\n", `row 3, column "pair": P18`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := plan(t, c.file, list())
			if len(p.Problems) != 1 || !strings.HasPrefix(p.Problems[0].String(), c.want) {
				t.Errorf("problems = %v, want one that begins %q", p.Problems, c.want)
			}
		})
	}
}

func TestReadXLSX(t *testing.T) {
	content, _, err := sheet.Bytes(sheet.XLSX, sheet.Table{Name: "People", Head: []string{"Name", "Role"}, Rows: [][]any{{"Åsa Öst", "mentor"}, {"=1+1", "mentee"}}})
	if err != nil {
		t.Fatal(err)
	}
	table, err := roster.Read(content)
	if err != nil {
		t.Fatal(err)
	}
	p := roster.Make(table, roster.Guess(table.Header), list())
	if len(p.Added) != 2 || p.Added[0].Name != "Åsa Öst" || p.Lines[1] != 3 {
		t.Errorf("plan = %+v", p)
	}
}

func TestReadRefuses(t *testing.T) {
	for name, content := range map[string]string{
		"nothing":     "",
		"no rows":     "name,role\n",
		"too large":   strings.Repeat("x", roster.MaxBytes+1),
		"too many":    "name,role\n" + strings.Repeat("a,mentor\n", roster.MaxPeople+1),
		"an old xls":  "\xD0\xCF\x11\xE0 and so on",
		"a torn xlsx": "PK\x03\x04 and so on",
	} {
		if _, err := roster.Read([]byte(content)); err == nil || fault.KindOf(err) == fault.Internal {
			t.Errorf("Read(%s) = %v, want a fault that a person can mend", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("name,email,role,pair\nAda,ada@example.ac.uk,mentor,1\nBo,,mentee,1\n"))
	f.Add([]byte("Name;Rolle\nÅsa;mentor\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, content []byte) {
		table, err := roster.Read(content)
		if err != nil {
			return
		}
		p := roster.Make(table, roster.Guess(table.Header), list())
		if len(p.Problems) == 0 && len(p.People) != len(table.Rows) {
			t.Errorf("%d rows without a problem became %d people", len(table.Rows), len(p.People))
		}
		for i, who := range p.People {
			if who.Name == "" && who.Email == "" || who.ID == "" || who.Role == "" {
				t.Errorf("row %d became %+v", p.Lines[i], who)
			}
		}
	})
}

func diff(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}
