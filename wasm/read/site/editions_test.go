package site

import (
	"strconv"
	"testing"

	"byeolpyo/wasm/model/editions"
)

// Every edition of the table has the profile that it names, which assigns its hosts and its
// timetable's page to the edition, and every profile's edition is in the table.
func TestEditionsHaveProfiles(t *testing.T) {
	for _, e := range editions.Table {
		addresses := []string{e.Timetable}
		for _, host := range e.Hosts {
			addresses = append(addresses, "https://"+host+"/")
		}
		for _, address := range addresses {
			found := false
			for _, p := range Profiles {
				if edition, fits := p.fits(parseURL(address)); fits && edition == e.Name && p.Name == e.ReadBy() {
					found = true
				}
			}
			if !found {
				t.Errorf("no profile %s reads %s as %s", e.ReadBy(), address, e.Name)
			}
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
