package infer_test

import (
	"fmt"
	"strings"

	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
)

// A programme that no profile describes: what repeats is a session, and of its columns one
// reads as a clock, one as a title.
func ExampleRead() {
	root, err := htmldom.Parse(strings.NewReader(`<html lang="en"><body><h1>Schedule</h1>
<h2>Saturday, August 14, 2027</h2>
<ul>
<li><time>10:00 - 10:40</time> <a href="/talks/31"><h3>Counting stars in Python</h3></a> <span class="speaker">Kim Haneul</span> <span class="room">Room 101</span></li>
<li><time>10:50 - 11:30</time> <a href="/talks/32"><h3>A walk with data</h3></a> <span class="speaker">Lee Bada</span> <span class="room">Room 102</span></li>
<li><time>11:40 - 12:20</time> <a href="/talks/33"><h3>Tests that can fail</h3></a> <span class="speaker">Park Sol</span> <span class="room">Room 101</span></li>
<li><time>13:30 - 14:10</time> <a href="/talks/34"><h3>Slow is smooth</h3></a> <span class="speaker">Choi Nari</span> <span class="room">Room 102</span></li>
</ul></body></html>`))
	if err != nil {
		panic(err)
	}
	page := infer.Read(root, site.Options{URL: "https://2027.conf.example/schedule"})
	for _, spot := range page.Spots {
		s := spot.Session
		fmt.Printf("%s %s-%s %s, %s, %s\n", s.Start.Date(), s.Start.HHMM(), s.End.HHMM(), s.Title("en"), strings.Join(s.Speakers, " & "), strings.Join(s.Rooms, "/"))
	}
	// Output:
	// 2027-08-14 10:00-10:40 Counting stars in Python, Kim Haneul, Room 101
	// 2027-08-14 10:50-11:30 A walk with data, Lee Bada, Room 102
	// 2027-08-14 11:40-12:20 Tests that can fail, Park Sol, Room 101
	// 2027-08-14 13:30-14:10 Slow is smooth, Choi Nari, Room 102
}
