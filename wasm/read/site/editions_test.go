package site

import (
	"strconv"
	"testing"

	"byeolpyo/wasm/model/editions"
)

// Every edition of the table has a profile, which takes its timetable's page for the
// edition's, and every profile's edition is in the table.
func TestEditionsHaveProfiles(t *testing.T) {
	for _, e := range editions.All() {
		found := false
		for _, p := range Profiles {
			if edition, fits := p.fits(parseURL(e.Timetable)); fits && edition == e.Name {
				found = true
			}
		}
		if !found {
			t.Errorf("no profile reads %s as %s", e.Timetable, e.Name)
		}
	}
	for _, p := range Profiles {
		for _, year := range p.Years {
			if name := editions.Find(strconv.Itoa(year)).Name; editions.Find(name).Timetable == editions.Find("").Timetable {
				t.Errorf("%s has a profile and no row in package editions", name)
			}
		}
	}
}
