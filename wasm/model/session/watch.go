package session

import (
	"strings"

	"byeolpyo/wasm/model/records"
)

// What recordings and slides begin with, at hosts that hold nothing else under it. A
// channel, a profile or a search at the same hosts is neither.
const (
	recordingHosts = "youtu.be/|www.youtube.com/watch?|youtube.com/watch?|m.youtube.com/watch?|vimeo.com/"
	slidesHosts    = "speakerdeck.com/|www.slideshare.net/|slideshare.net/|ko.slideshare.net/|docs.google.com/presentation/|slides.com/"
)

// Watch takes an address that a programme tells for a recording or for slides. Where it
// is one of these, at a host that is known, the field of s that has none yet has it, as
// https.
func (s *Session) Watch(url string) {
	_, rest, _ := strings.Cut(url, "://")
	if len(url) > records.MaxWatch || !strings.HasPrefix(url, "http") || strings.ContainsAny(url, " \"<>\\\n\t") {
		return
	}
	for i, field := range [...]*string{&s.Recording, &s.Slides} {
		for hosts := [...]string{recordingHosts, slidesHosts}[i]; hosts != ""; {
			var host string
			host, hosts, _ = strings.Cut(hosts, "|")
			if *field == "" && len(rest) > len(host) && strings.HasPrefix(rest, host) {
				*field = "https://" + rest
			}
		}
	}
}
